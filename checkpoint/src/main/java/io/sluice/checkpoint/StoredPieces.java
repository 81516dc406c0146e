package io.sluice.checkpoint;

import java.util.List;
import org.apache.arrow.vector.VectorSchemaRoot;

/**
 * Some stored rows of a table, laid out as a {@link StateDelta}, in their order. Their roots are used again: who takes the rows copies
 * what he keeps.
 *
 * @param allRows about how many rows all files and records of the table have
 */
public record StoredPieces(List<Piece> pieces, long allRows) {
    /**
     * Rows of one file, or of one commit's record; each key is there once.
     *
     * @param begins whether they are the first of it
     */
    public record Piece(VectorSchemaRoot root, boolean begins) {}

    public StoredPieces {
        pieces = List.copyOf(pieces);
    }

    /** All rows of a file. */
    public static StoredPieces of(VectorSchemaRoot root) {
        return new StoredPieces(List.of(new Piece(root, true)), root.getRowCount());
    }
}
