package io.sluice.sources.parquet;

import static java.util.Objects.requireNonNull;

import io.sluice.sources.column.ColumnType;
import java.util.List;
import java.util.Optional;

/** A column of the table, and what it is read from in one file. */
sealed interface ColumnTree {
    ColumnType type();

    /** A column of values in it; empty if the file has none. */
    Optional<MappedColumn> anyLeaf();

    /** Values. */
    record Leaf(MappedColumn column) implements ColumnTree {
        public Leaf {
            requireNonNull(column, "column");
        }

        @Override
        public ColumnType type() {
            return column.type();
        }

        @Override
        public Optional<MappedColumn> anyLeaf() {
            return Optional.of(column);
        }

        /** It is in no list and no row, so its levels are flags. */
        boolean isFlat() {
            return column.stored().mostRepetition() == 0 && column.stored().mostDefinition() <= 1;
        }
    }

    /** Not in the file: NULL. */
    record Missing(ColumnType type) implements ColumnTree {
        public Missing {
            requireNonNull(type, "type");
        }

        @Override
        public Optional<MappedColumn> anyLeaf() {
            return Optional.empty();
        }
    }

    /**
     * A ROW.
     *
     * @param definition the definition level from which on it is not NULL
     */
    record Fields(ColumnType type, int definition, List<ColumnTree> children) implements ColumnTree {
        public Fields {
            requireNonNull(type, "type");
            children = List.copyOf(children);
        }

        @Override
        public Optional<MappedColumn> anyLeaf() {
            return first(children);
        }
    }

    /**
     * An ARRAY, with its element, or a MAP, with its key and value.
     *
     * @param definition the definition level from which on it is not NULL
     * @param elementDefinition the definition level from which on there is an element
     * @param repetition the repetition level of an element that is not the first
     */
    record Repeated(ColumnType type, int definition, int elementDefinition, int repetition, List<ColumnTree> children)
            implements ColumnTree {
        public Repeated {
            requireNonNull(type, "type");
            children = List.copyOf(children);
        }

        @Override
        public Optional<MappedColumn> anyLeaf() {
            return first(children);
        }
    }

    private static Optional<MappedColumn> first(List<ColumnTree> children) {
        return children.stream().flatMap(child -> child.anyLeaf().stream()).findFirst();
    }
}
