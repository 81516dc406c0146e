package io.sluice.sinks.parquet;

import java.io.IOException;
import java.util.Iterator;
import java.util.List;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.complex.ListVector;
import org.apache.arrow.vector.complex.StructVector;
import org.apache.arrow.vector.types.pojo.Field;

/**
 * One column of the table and the leaves below it, which are what a Parquet file has as columns. Rows are taken apart here:
 * Dremel's levels say where in the tree a value or its absence belongs.
 */
sealed interface ColumnTree {
    /** Adds rows of the column. */
    void add(FieldVector column, int from, int count) throws IOException;

    /** Adds entries that come from above; they are the callee's to change. */
    void add(FieldVector column, Entries entries) throws IOException;

    /** @param leaves the leaves of the file, in their order; those of this column are taken */
    static ColumnTree of(Field field, Iterator<ColumnChunk> leaves) {
        return of(field, leaves, 0);
    }

    private static ColumnTree of(Field field, Iterator<ColumnChunk> leaves, int repetition) {
        List<Field> children = field.getChildren();
        return switch (field.getType().getTypeID()) {
            case Struct -> new Group(
                    field.isNullable(),
                    children.stream()
                            .map(child -> of(child, leaves, repetition))
                            .toList());
            case List, Map -> new Repeated(
                    field.isNullable(), repetition + 1, of(children.get(0), leaves, repetition + 1));
            default -> new Leaf(field.isNullable(), leaves.next());
        };
    }

    /** NULLs end here; the others are one level deeper. */
    private static void define(FieldVector column, boolean isNullable, Entries entries) {
        if (!isNullable) {
            return;
        }
        boolean hasNulls = column.getNullCount() > 0;
        for (int i = 0; i < entries.count; i++) {
            int place = entries.places[i];
            if (place >= 0) {
                if (hasNulls && column.isNull(place)) {
                    entries.places[i] = -1;
                } else {
                    entries.definitions[i]++;
                }
            }
        }
    }

    /** A column of values. */
    record Leaf(boolean isNullable, ColumnChunk chunk) implements ColumnTree {
        @Override
        public void add(FieldVector column, int from, int count) throws IOException {
            chunk.add(column, from, count);
        }

        @Override
        public void add(FieldVector column, Entries entries) throws IOException {
            define(column, isNullable, entries);
            chunk.add(column, entries);
        }
    }

    /** ROW, and the pair in a MAP: each child has the same entries. */
    record Group(boolean isNullable, List<ColumnTree> children) implements ColumnTree {
        @Override
        public void add(FieldVector column, int from, int count) throws IOException {
            add(column, Entries.ofRows(from, count));
        }

        @Override
        public void add(FieldVector column, Entries entries) throws IOException {
            define(column, isNullable, entries);
            List<FieldVector> fields = ((StructVector) column).getChildrenFromFields();
            for (int i = 0; i < children.size(); i++) {
                children.get(i).add(fields.get(i), entries.copy());
            }
        }
    }

    /** ARRAY and MAP: an entry for each element, or one that says that there is none. */
    record Repeated(boolean isNullable, int level, ColumnTree element) implements ColumnTree {
        @Override
        public void add(FieldVector column, int from, int count) throws IOException {
            add(column, Entries.ofRows(from, count));
        }

        @Override
        public void add(FieldVector column, Entries entries) throws IOException {
            define(column, isNullable, entries);
            ListVector lists = (ListVector) column;
            Entries elements = new Entries();
            elements.ensure(entries.count);
            for (int i = 0; i < entries.count; i++) {
                int place = entries.places[i];
                int start = place < 0 ? 0 : lists.getElementStartIndex(place);
                int end = place < 0 ? 0 : lists.getElementEndIndex(place);
                if (start == end) {
                    elements.add(entries.repetitions[i], entries.definitions[i], -1);
                }
                for (int at = start; at < end; at++) {
                    elements.add(at == start ? entries.repetitions[i] : level, entries.definitions[i] + 1, at);
                }
            }
            element.add(lists.getDataVector(), elements);
        }
    }
}
