package io.sluice.runtime.state;

import java.util.function.LongConsumer;

/** Into which buckets of time the groups of a pane go. */
@FunctionalInterface
public interface Buckets {
    void forEach(long pane, LongConsumer bucket);
}
