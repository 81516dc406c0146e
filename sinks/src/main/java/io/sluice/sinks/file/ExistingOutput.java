package io.sluice.sinks.file;

import java.util.Locale;

/** What a query does at its first start with a folder that holds another's files. */
public enum ExistingOutput {
    REFUSE,
    APPEND,
    OVERWRITE;

    /** As options write it. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
