package io.sluice.sources.nexmark;

import static java.util.Objects.requireNonNull;

import io.sluice.sources.ReadLimit;
import io.sluice.sources.Source;
import io.sluice.sources.SourceFactory;
import io.sluice.sources.SourceTable;
import io.sluice.sources.column.ColumnType;
import io.sluice.sources.datagen.DatagenSource;
import java.time.InstantSource;
import java.util.List;
import java.util.OptionalLong;
import org.apache.arrow.vector.types.pojo.Field;

/** {@code 'connector' = 'nexmark'}. */
public final class NexmarkSourceFactory implements SourceFactory<NexmarkOptions> {
    private static final long EVENTS_OF_BATCH = 1_000_000;

    private final InstantSource clock;

    public NexmarkSourceFactory() {
        this(InstantSource.system());
    }

    /** {@code clock} tells how many events there are where they come by the clock. */
    public NexmarkSourceFactory(InstantSource clock) {
        this.clock = requireNonNull(clock, "clock");
    }

    @Override
    public String connector() {
        return "nexmark";
    }

    @Override
    public Class<NexmarkOptions> optionsType() {
        return NexmarkOptions.class;
    }

    @Override
    public boolean isBounded(NexmarkOptions options) {
        return options.isBounded();
    }

    @Override
    public ReadLimit readLimit(NexmarkOptions options) {
        long events = options.maxRowsPerTrigger().orElse(EVENTS_OF_BATCH);
        return new ReadLimit(Long.MAX_VALUE, Long.MAX_VALUE, events);
    }

    @Override
    public List<Field> metadataColumns(NexmarkOptions options) {
        return List.of();
    }

    @Override
    public OptionalLong rows(SourceTable table, NexmarkOptions options) {
        return options.isBounded() ? OptionalLong.of(options.end()) : OptionalLong.empty();
    }

    @Override
    public Source open(SourceTable table, NexmarkOptions options) {
        NexmarkRows events = new NexmarkRows(table.name(), ColumnType.of(table), options);
        return new DatagenSource("NexmarkSource", table.name(), events, clock);
    }
}
