package io.sluice.planner;

/** A range of characters in a script; lines and columns count from 1, both ends belong to it. */
public record Position(int line, int column, int endLine, int endColumn) {
    public static final Position START = new Position(1, 1, 1, 1);
}
