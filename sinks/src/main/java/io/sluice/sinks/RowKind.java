package io.sluice.sinks;

/** What a row of a batch does to the result. The byte that stands for it in {@link SinkWriter#write} is its ordinal. */
public enum RowKind {
    INSERT("+I"),
    UPDATE_BEFORE("-U"),
    UPDATE_AFTER("+U"),
    DELETE("-D");

    private final String symbol;

    RowKind(String symbol) {
        this.symbol = symbol;
    }

    /** The two characters that Flink prints. */
    public String symbol() {
        return symbol;
    }

    public static RowKind of(byte ordinal) {
        return switch (ordinal) {
            case 0 -> INSERT;
            case 1 -> UPDATE_BEFORE;
            case 2 -> UPDATE_AFTER;
            case 3 -> DELETE;
            default -> throw new IllegalArgumentException("no row kind has the ordinal " + ordinal);
        };
    }
}
