package io.sluice.sources.parquet;

import io.sluice.sources.ColumnVector;
import io.sluice.sources.SplitReader;
import io.sluice.sources.format.FileBytes;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Puts a nested column together from the columns of values in it.
 *
 * <p>Each node has slots: a column of the table one for each row, a list's element one for each element. Which entries of
 * a column of values are slots of a node follows from two numbers of its innermost list: an entry must repeat no deeper
 * than it (else it goes on inside of a slot), and be defined at least so far that there is an element in it.
 */
final class NestedColumn implements RowColumn {
    private final Footer footer;
    private final ColumnTree tree;
    private final Map<ColumnTree.Leaf, NestedLeaf> leaves = new HashMap<>();
    private final Map<ColumnTree, ColumnVector> vectors = new HashMap<>();
    private final List<NestedLeaf> all = new ArrayList<>();
    private Optional<ColumnVector> current = Optional.empty();

    NestedColumn(ColumnTree tree, Footer footer, FileBytes bytes, int group) {
        this.footer = footer;
        this.tree = tree;
        open(tree, bytes, group);
    }

    private void open(ColumnTree node, FileBytes bytes, int group) {
        if (node instanceof ColumnTree.Leaf leaf) {
            ColumnChunkPlace place = footer.chunk(group, leaf.column().stored());
            NestedLeaf reader = new NestedLeaf(leaf.column(), new ChunkBytes(bytes), place);
            leaves.put(leaf, reader);
            all.add(reader);
            return;
        }
        vectors.put(node, node.type().newVector(0));
        children(node).forEach(child -> open(child, bytes, group));
    }

    private static List<ColumnTree> children(ColumnTree node) {
        if (node instanceof ColumnTree.Fields fields) {
            return fields.children();
        }
        return node instanceof ColumnTree.Repeated repeated ? repeated.children() : List.of();
    }

    @Override
    public void start(int group) {
        all.forEach(leaf -> leaf.start(footer.chunk(group, leaf.column().stored())));
    }

    @Override
    public void skip(long rows) throws IOException {
        for (long rest = rows; rest > 0; rest -= SplitReader.MAX_ROWS) {
            for (NestedLeaf leaf : all) {
                leaf.read((int) Math.min(rest, SplitReader.MAX_ROWS));
            }
        }
    }

    @Override
    public ColumnVector read(int rows, ChosenRows wanted) throws IOException {
        for (NestedLeaf leaf : all) {
            leaf.read(rows);
        }
        ColumnVector vector = assemble(tree, rows, new Place(0, 0, 0));
        current = Optional.of(vector);
        return vector;
    }

    /**
     * Where the slots of a node are.
     *
     * @param repetition an entry that repeats deeper is no slot
     * @param ancestor an entry that is defined less far is no slot
     * @param parent from this definition level on, what the node belongs to is not NULL
     */
    private record Place(int repetition, int ancestor, int parent) {}

    private ColumnVector assemble(ColumnTree node, int slots, Place place) throws IOException {
        if (node instanceof ColumnTree.Leaf leaf) {
            return leaves.get(leaf).spread(slots, place.ancestor, place.parent);
        }
        ColumnVector vector = vectors.get(node);
        if (node instanceof ColumnTree.Missing missing) {
            MissingColumn.fill(vector, missing.type(), slots);
            return vector;
        }
        vector.reserveNulls(slots);
        vector.hasNulls = false;
        NestedLeaf levels = leaves.get(levelsOf(node));
        if (node instanceof ColumnTree.Fields fields) {
            findNulls(vector, fields, levels, slots, place);
            Place below = new Place(place.repetition, place.ancestor, fields.definition());
            for (int i = 0; i < fields.children().size(); i++) {
                vector.children[i] = assemble(fields.children().get(i), slots, below);
            }
            return vector;
        }
        ColumnTree.Repeated repeated = (ColumnTree.Repeated) node;
        vector.reserveSlices(slots);
        int elements = findLists(vector, repeated, levels, slots, place);
        Place below = new Place(repeated.repetition(), repeated.elementDefinition(), repeated.elementDefinition());
        for (int i = 0; i < repeated.children().size(); i++) {
            vector.children[i] = assemble(repeated.children().get(i), elements, below);
        }
        return vector;
    }

    private static ColumnTree.Leaf levelsOf(ColumnTree node) {
        return node instanceof ColumnTree.Leaf leaf
                ? leaf
                : children(node).stream()
                        .filter(child -> child.anyLeaf().isPresent())
                        .findFirst()
                        .map(NestedColumn::levelsOf)
                        .orElseThrow();
    }

    private static void findNulls(
            ColumnVector vector, ColumnTree.Fields fields, NestedLeaf levels, int slots, Place place)
            throws IOException {
        int slot = 0;
        for (int entry = 0; entry < levels.entries(); entry++) {
            int definition = levels.definition(entry);
            if (levels.repetition(entry) > place.repetition || definition < place.ancestor) {
                continue;
            }
            requireSlot(slot, slots);
            setNull(vector, slot++, definition < fields.definition(), fields, definition >= place.parent);
        }
        requireAll(slot, slots);
    }

    /** Returns the number of elements of all lists. */
    private static int findLists(
            ColumnVector vector, ColumnTree.Repeated repeated, NestedLeaf levels, int slots, Place place)
            throws IOException {
        int slot = -1;
        int elements = 0;
        for (int entry = 0; entry < levels.entries(); entry++) {
            int definition = levels.definition(entry);
            if (definition < place.ancestor) {
                continue;
            }
            if (levels.repetition(entry) <= place.repetition) {
                requireSlot(++slot, slots);
                vector.starts[slot] = elements;
                vector.lengths[slot] = 0;
                setNull(vector, slot, definition < repeated.definition(), repeated, definition >= place.parent);
            }
            if (levels.repetition(entry) <= repeated.repetition() && definition >= repeated.elementDefinition()) {
                if (slot < 0) {
                    throw new IOException("expected an element of a list, got one without a list");
                }
                vector.lengths[slot]++;
                elements++;
            }
        }
        requireAll(slot + 1, slots);
        return elements;
    }

    private static void setNull(ColumnVector vector, int slot, boolean isNull, ColumnTree node, boolean insideOfAValue)
            throws IOException {
        vector.nulls[slot] = isNull;
        vector.hasNulls |= isNull;
        if (isNull && !node.type().nullable() && insideOfAValue) {
            throw new NullInsideException(node.type().name());
        }
    }

    /** A column of values whose levels tell more slots than there are is damaged. */
    static void requireSlot(int slot, int slots) throws IOException {
        if (slot >= slots) {
            throw new IOException("expected %d values side by side, got more".formatted(slots));
        }
    }

    static void requireAll(int found, int slots) throws IOException {
        if (found != slots) {
            throw new IOException("expected %d values side by side, got %d".formatted(slots, found));
        }
    }

    @Override
    public int firstNull(int rows) {
        ColumnVector vector = current.orElseThrow();
        for (int row = 0; vector.hasNulls && row < rows; row++) {
            if (vector.nulls[row]) {
                return row;
            }
        }
        return -1;
    }

    @Override
    public void close() {
        all.forEach(NestedLeaf::close);
    }

    /** A NULL where the table says NOT NULL: a key, an element or a field. */
    static final class NullInsideException extends IOException {
        private static final long serialVersionUID = 1L;

        NullInsideException(String name) {
            super("expected a value of \"%s\", which is NOT NULL, got NULL".formatted(name));
        }
    }
}
