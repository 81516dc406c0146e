package io.sluice.engine.catalog;

import static java.util.Objects.requireNonNull;

import io.sluice.sinks.OutputMode;
import io.sluice.sinks.Repetition;
import io.sluice.sinks.Sink;
import io.sluice.sinks.SinkFactory;
import io.sluice.sinks.SinkTable;
import io.sluice.sources.BadRowPolicy;
import io.sluice.sources.ReadLimit;
import io.sluice.sources.Source;
import io.sluice.sources.SourceFactory;
import io.sluice.sources.SourceTable;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.apache.arrow.vector.types.pojo.Field;

/** A connector with the options of one table. */
public final class Binding {
    private Binding() {}

    /** A table that can be read. */
    public record Readable<O extends Record>(SourceFactory<O> factory, O options) {
        public Readable {
            requireNonNull(factory, "factory");
            requireNonNull(options, "options");
        }

        public boolean isBounded() {
            return factory.isBounded(options);
        }

        public ReadLimit readLimit() {
            return factory.readLimit(options);
        }

        boolean takesPartitions() {
            return factory.takesPartitions();
        }

        public BadRowPolicy badRows() {
            return factory.badRows(options);
        }

        List<Field> metadataColumns() {
            return factory.metadataColumns(options);
        }

        public boolean reads(String place) {
            return factory.reads(options, place);
        }

        OptionalLong rows(SourceTable table) {
            return factory.rows(table, options);
        }

        public Source open(SourceTable table) {
            return factory.open(table, options);
        }
    }

    /** A table that can be written. */
    public record Writable<O extends Record>(SinkFactory<O> factory, O options) {
        public Writable {
            requireNonNull(factory, "factory");
            requireNonNull(options, "options");
        }

        boolean takesPartitions() {
            return factory.takesPartitions();
        }

        Set<OutputMode> modes() {
            return factory.modes(options);
        }

        public Repetition repetition() {
            return factory.repetition(options);
        }

        public Optional<String> place() {
            return factory.place(options);
        }

        public Sink open(SinkTable table) {
            return factory.open(table, options);
        }
    }
}
