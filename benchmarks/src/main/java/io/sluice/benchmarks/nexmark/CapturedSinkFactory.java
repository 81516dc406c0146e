package io.sluice.benchmarks.nexmark;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.sluice.sinks.OutputMode;
import io.sluice.sinks.Sink;
import io.sluice.sinks.SinkFactory;
import io.sluice.sinks.SinkTable;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * {@code 'connector' = 'captured'}: keeps what the changes of a table add up to, over all queries of this process that
 * write to the table, so that a result can be looked at after them and after restarts.
 */
public final class CapturedSinkFactory implements SinkFactory<CapturedSinkFactory.Options> {
    /** A service is made anew for each session; what it has taken is to outlive them. */
    private static final Map<String, CapturedTable> TABLES = new ConcurrentHashMap<>();

    /**
     * What to keep.
     *
     * @param name of what is kept
     * @param keepRows the rows, not their sum only
     */
    public record Options(@JsonProperty("name") String name, @JsonProperty("keep-rows") Optional<Boolean> keepRows) {}

    /** What was taken under a name. */
    static CapturedTable table(String name) {
        CapturedTable table = TABLES.get(name);
        if (table == null) {
            throw new IllegalStateException("nothing was captured as \"%s\"".formatted(name));
        }
        return table;
    }

    static void forget(String name) {
        TABLES.remove(name);
    }

    @Override
    public String connector() {
        return "captured";
    }

    @Override
    public Class<Options> optionsType() {
        return Options.class;
    }

    @Override
    public Set<OutputMode> modes(Options options) {
        return EnumSet.of(OutputMode.APPEND, OutputMode.UPDATE, OutputMode.CHANGELOG);
    }

    @Override
    public boolean isExactlyOnce(Options options) {
        return true;
    }

    @Override
    public Sink open(SinkTable table, Options options) {
        boolean keepsRows = options.keepRows().orElse(false);
        CapturedTable kept = TABLES.computeIfAbsent(options.name(), name -> new CapturedTable(keepsRows));
        kept.open(table.mode());
        return new CapturedSink(table, kept, keepsRows);
    }
}
