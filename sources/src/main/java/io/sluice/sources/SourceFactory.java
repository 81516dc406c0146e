package io.sluice.sources;

import java.util.List;
import java.util.OptionalLong;
import org.apache.arrow.vector.types.pojo.Field;

/**
 * Makes the sources of one connector. {@code O} is a record of the options in {@code WITH (…)}: each component has its
 * option's name in a {@code @JsonProperty}, a type that the binder knows (String, int, long, boolean, Duration, Path, an
 * enum, an {@code Optional} of these, a {@code List<Path>} (written {@code a;b}), a {@code Map<String, String>} named {@code prefix.*}, or a record of such components,
 * whose options stand among the others), and its checks in the compact constructor as {@code IllegalArgumentException}s. Sizes are longs: the binder reads {@code '64 MB'}.
 */
public interface SourceFactory<O extends Record> {
    /** The value of {@code 'connector'}. */
    String connector();

    Class<O> optionsType();

    /** Whether a table with these options ends. */
    boolean isBounded(O options);

    /** How much a batch may take; the session's setting is not consulted. */
    ReadLimit readLimit(O options);

    /** What becomes of rows that cannot be read. */
    default BadRowPolicy badRows(O options) {
        return BadRowPolicy.FAIL;
    }

    /** The metadata columns on offer: name is the key, type the type that it must be declared with. */
    List<Field> metadataColumns(O options);

    /** Whether PARTITIONED BY means something to it. */
    default boolean takesPartitions() {
        return false;
    }

    /** Whether such a table has what a sink writes to {@code place}, as the sink's connector names it. */
    default boolean reads(O options, String place) {
        return false;
    }

    /**
     * About how many rows a table has that ends, if that is known without reading it: for the order of joins. It may look into
     * some of what there is, such as the footers of a few files. Fails as {@link #open} does.
     */
    default OptionalLong rows(SourceTable table, O options) {
        return OptionalLong.empty();
    }

    /** Opens the source; fails with a {@link SourceException} when the table cannot be read as it is declared. */
    Source open(SourceTable table, O options);
}
