package io.sluice.sinks;

import java.util.Optional;
import java.util.Set;

/**
 * Makes the sinks of one connector. {@code O} is a record of the options in {@code WITH (…)}: each component has its
 * option's name in a {@code @JsonProperty}, a type that the binder knows (String, int, long, boolean, Duration, Path, an
 * enum, an {@code Optional} of these, or a {@code Map<String, String>} named {@code prefix.*}), and its checks in the
 * compact constructor as {@code IllegalArgumentException}s. Sizes are longs: the binder reads {@code '64 MB'}.
 */
public interface SinkFactory<O extends Record> {
    /** The value of {@code 'connector'}. */
    String connector();

    Class<O> optionsType();

    /** The modes that such a sink can take. */
    Set<OutputMode> modes(O options);

    /** Whether a crash can neither lose nor double a row; console and the like cannot promise it. */
    boolean isExactlyOnce(O options);

    /** What becomes of the output of a batch that is published again, after the query was taken back to an earlier one. */
    default Repetition repetition(O options) {
        return isExactlyOnce(options) ? Repetition.REPLACES : Repetition.ADDS;
    }

    /** Whether PARTITIONED BY means something to it. */
    default boolean takesPartitions() {
        return false;
    }

    /**
     * Where such a table's rows go, in words that sources of the same connector know: a query must not read what it writes.
     * Empty: nothing that could be read.
     */
    default Optional<String> place(O options) {
        return Optional.empty();
    }

    /** Opens the sink; fails with a {@link SinkException} when the target cannot take the rows. */
    Sink open(SinkTable table, O options);
}
