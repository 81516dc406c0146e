package io.sluice.runtime.inspect;

import io.sluice.sources.ReadLimit;
import io.sluice.sources.Source;
import io.sluice.sources.SourceFactory;
import io.sluice.sources.SourceTable;
import java.util.List;
import org.apache.arrow.vector.types.pojo.Field;

/** Reads a state table as of a batch, once: what {@code TABLE(STATE(…))} stands for. */
public final class StateSourceFactory implements SourceFactory<StateSourceOptions> {
    @Override
    public String connector() {
        return "state";
    }

    @Override
    public Class<StateSourceOptions> optionsType() {
        return StateSourceOptions.class;
    }

    @Override
    public boolean isBounded(StateSourceOptions options) {
        return true;
    }

    @Override
    public ReadLimit readLimit(StateSourceOptions options) {
        return ReadLimit.NONE;
    }

    @Override
    public List<Field> metadataColumns(StateSourceOptions options) {
        return List.of();
    }

    @Override
    public Source open(SourceTable table, StateSourceOptions options) {
        return new StateSource(table, options);
    }
}
