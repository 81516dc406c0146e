package io.sluice.sources.parquet;

import java.io.IOException;

/** A page is right, but written in a way that is not read; the message names it. */
final class UnsupportedPageException extends IOException {
    private static final long serialVersionUID = 1L;

    UnsupportedPageException(String feature) {
        super(feature);
    }
}
