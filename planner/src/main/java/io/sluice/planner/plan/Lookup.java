package io.sluice.planner.plan;

import static java.util.Objects.requireNonNull;

import java.util.List;

/**
 * Says that a join keeps only its right input: each row of the left one is looked up in it when it comes, and forgotten.
 * What comes to the right input later changes nothing that was sent.
 *
 * @param kind what the right input is at that time
 * @param replaced columns of the right input, all of which are keys of the join: a new row takes the place of an older one
 *     with the same values in them; none: all rows stay
 */
public record Lookup(Kind kind, List<Integer> replaced) {
    /** All of it, as it ends and is read before; right for ever. */
    public static final Lookup WHOLE = new Lookup(Kind.WHOLE, List.of());

    /** What a row finds. */
    public enum Kind {
        /** All rows: they end, and are read before any row of the left input. */
        WHOLE,
        /** The rows that came in earlier batches or in the same one. */
        NEWEST
    }

    public Lookup {
        requireNonNull(kind, "kind");
        replaced = List.copyOf(replaced);
    }

    /** Whether what a row found is what it would find later. */
    public boolean isWhole() {
        return kind == Kind.WHOLE;
    }
}
