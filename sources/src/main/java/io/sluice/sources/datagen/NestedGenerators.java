package io.sluice.sources.datagen;

import io.sluice.sources.ColumnVector;
import io.sluice.sources.SplitReader;
import io.sluice.sources.column.ColumnType;
import java.util.Arrays;

/**
 * The generators of ARRAY, MAP and ROW. Element j of row i is value i · length + j of the element's generator; where lengths
 * vary, some of them are passed over.
 */
final class NestedGenerators {
    /** Elements of a row, those of all levels multiplied. */
    static final int MOST_ELEMENTS = 10_000;

    private static final long DEFAULT_LENGTH = 100;

    private final long seed;
    private final EventTimes times;

    /** How many values stand for a row here. */
    private final int elements;

    NestedGenerators(long seed, EventTimes times, int elements) {
        this.seed = seed;
        this.times = times;
        this.elements = elements;
    }

    Generator of(FieldOptions options) {
        ColumnType type = options.column();
        return switch (type.kind()) {
            case ROW -> row(type, options);
            case ARRAY -> list(type, options, "element");
            case MAP -> list(type, options, "key", "value");
            default -> throw new IllegalStateException(type + " is not nested");
        };
    }

    private Generator row(ColumnType type, FieldOptions options) {
        Generator[] fields = type.children().stream()
                .map(field -> Generators.inside(options.child(field, field.name()), seed, times, elements))
                .toArray(Generator[]::new);
        return (first, count, out) -> {
            for (int i = 0; i < fields.length; i++) {
                fields[i].fill(first, count, room(type, out, i, count));
            }
        };
    }

    private Generator list(ColumnType type, FieldOptions options, String... names) {
        long most = MOST_ELEMENTS / elements;
        long wanted = options.integer("length").orElse(Math.min(DEFAULT_LENGTH, most));
        if (wanted < 1 || wanted > most) {
            throw options.failure(
                    "length",
                    "1 to %d elements (%d in a row, with those of outer levels)".formatted(most, MOST_ELEMENTS),
                    Long.toString(wanted));
        }
        int length = (int) wanted;
        boolean varies = options.flag("var-len");
        Randomness lengths = Randomness.of(seed, options.column().name() + "\0length");
        EventTimes faster =
                new EventTimes(times.wallStart(), times.instantStart(), Saturated.product(times.rate(), length));
        Generator[] children = new Generator[names.length];
        for (int i = 0; i < names.length; i++) {
            FieldOptions child = options.child(type.children().get(i), names[i]);
            children[i] = Generators.inside(child, seed, faster, elements * length);
        }
        boolean map = type.kind() == ColumnType.Kind.MAP;
        return (first, count, out) -> {
            for (int i = 0; i < children.length; i++) {
                children[i].fill(first * length, count * length, room(type, out, i, count * length));
            }
            for (int i = 0; i < count; i++) {
                out.starts[i] = i * length;
                out.lengths[i] = (int) (varies ? lengths.between(first + i, 0, length) : length);
                if (map) {
                    out.lengths[i] = distinct(type.children().get(0), out.children[0], out.starts[i], out.lengths[i]);
                }
            }
        };
    }

    /** A child of the vector, with room for so many values. */
    private static ColumnVector room(ColumnType type, ColumnVector out, int child, int values) {
        if (out.children[child].nulls.length < values) {
            int more = Math.max(values, Math.min(SplitReader.MAX_ROWS, 2 * values));
            out.children[child] = type.children().get(child).newVector(more);
        }
        return out.children[child];
    }

    /** A map ends before the first key that it has already. */
    private static int distinct(ColumnType type, ColumnVector keys, int start, int length) {
        for (int i = 1; i < length; i++) {
            for (int j = 0; j < i; j++) {
                if (isSame(type, keys, start + i, start + j)) {
                    return i;
                }
            }
        }
        return length;
    }

    private static boolean isSame(ColumnType type, ColumnVector keys, int a, int b) {
        return switch (type.lane()) {
            case LONG -> keys.longs[a] == keys.longs[b];
            case WIDE -> keys.longs[a] == keys.longs[b] && keys.highs[a] == keys.highs[b];
            case DOUBLE -> keys.doubles[a] == keys.doubles[b];
            case SLICE -> Arrays.equals(
                    keys.bytes,
                    keys.starts[a],
                    keys.starts[a] + keys.lengths[a],
                    keys.bytes,
                    keys.starts[b],
                    keys.starts[b] + keys.lengths[b]);
            case NESTED -> throw new IllegalStateException("a key of " + type.sqlType());
        };
    }
}
