package io.sluice.planner;

/** A range of characters in a script; lines and columns count from 1, both ends belong to it. */
public record Position(int line, int column, int endLine, int endColumn) {
    public static final Position START = new Position(1, 1, 1, 1);

    // Written out, as in the other records that each plan compares: Java makes a record's own of method handles, at the
    // first call, which takes a start some milliseconds for each.
    @Override
    public boolean equals(Object other) {
        return other instanceof Position that
                && line == that.line
                && column == that.column
                && endLine == that.endLine
                && endColumn == that.endColumn;
    }

    @Override
    public int hashCode() {
        return ((line * 31 + column) * 31 + endLine) * 31 + endColumn;
    }
}
