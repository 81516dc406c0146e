package io.sluice.planner.kept;

/** The first byte of a written value: what follows. */
enum Tag {
    /** The number of a text or record before. */
    AGAIN,
    STRING,
    TRUE,
    FALSE,
    INT,
    LONG,
    DOUBLE,
    DECIMAL,
    ZONE,
    DURATION,
    EMPTY,
    PRESENT,
    EMPTY_INT,
    PRESENT_INT,
    EMPTY_LONG,
    PRESENT_LONG,
    LIST,
    SET,
    MAP,
    ENUM,
    RECORD,
    CLASS,
    METHOD,
    BYTES,
    /** A query that is parsed when somebody asks for its tree. */
    QUERY;

    private static final Tag[] ALL = values();

    static Tag of(int number) throws NotKeptException {
        if (number < 0 || number >= ALL.length) {
            throw new NotKeptException("expected a tag, got " + number);
        }
        return ALL[number];
    }
}
