package io.sluice.engine.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.IFactory;

/**
 * Makes what options gather their values in, a map or a list. The factory that picocli has by itself makes anything, and looks
 * for Groovy in all jars first.
 */
final class ValueFactory implements IFactory {
    @Override
    public <K> K create(Class<K> type) {
        return type.cast(type == Map.class ? new LinkedHashMap<>() : new ArrayList<>());
    }
}
