package io.sluice.sinks.file;

import io.sluice.sinks.Sink;
import io.sluice.sinks.SinkTable;

/** Opens a sink of files as a query does that nobody takes over. */
final class OpenSink {
    private OpenSink() {}

    static Sink of(SinkTable table, FileSinkOptions options) {
        Sink sink = new FileSinkFactory().open(table, options);
        sink.claim(() -> {});
        return sink;
    }
}
