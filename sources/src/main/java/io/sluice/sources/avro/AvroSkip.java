package io.sluice.sources.avro;

import io.sluice.sources.ColumnVector;
import io.sluice.sources.avro.AvroValues.Value;
import java.io.IOException;

/** Passes over values that have parts. */
final class AvroSkip {
    /** Values deeper than this are damage: their types contain themselves. */
    private static final int MOST_LEVELS = 1000;

    private AvroSkip() {}

    /** Fields one after the other; its type may contain itself. */
    static final class Record implements Value {
        private Value[] fields = {};
        private int level;

        void set(Value[] newFields) {
            fields = newFields;
        }

        @Override
        public void read(AvroBytes in, ColumnVector out, int row) throws IOException {
            if (++level > MOST_LEVELS) {
                throw new IOException("expected at most %d levels, got more".formatted(MOST_LEVELS));
            }
            for (Value field : fields) {
                field.read(in, out, row);
            }
            level--;
        }
    }

    /** The items of an array, or of a map with their keys. */
    record Items(boolean keys, Value item) implements Value {
        @Override
        public void read(AvroBytes in, ColumnVector out, int row) throws IOException {
            for (int count = in.readCount(); count > 0; count = in.readCount()) {
                for (int i = 0; i < count; i++) {
                    if (keys) {
                        in.skip(in.readLength());
                    }
                    item.read(in, out, row);
                }
            }
        }
    }
}
