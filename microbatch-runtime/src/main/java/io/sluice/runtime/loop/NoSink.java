package io.sluice.runtime.loop;

import io.sluice.sinks.Sink;
import io.sluice.sinks.SinkWriter;
import java.util.OptionalLong;
import org.apache.arrow.vector.VectorSchemaRoot;

/** Takes rows that nobody wants. */
final class NoSink implements Sink {
    @Override
    public void recover(OptionalLong lastCommitted) {}

    @Override
    public SinkWriter begin(long batch, int part) {
        return new SinkWriter() {
            @Override
            public void write(VectorSchemaRoot rows, byte[] kinds) {}

            @Override
            public void finish() {}

            @Override
            public void close() {}
        };
    }

    @Override
    public byte[] stage(long batch) {
        return new byte[0];
    }

    @Override
    public void publish(long batch, byte[] receipt) {}

    @Override
    public void sync() {}

    @Override
    public void abort(long batch) {}

    @Override
    public boolean partsByThread() {
        return true;
    }

    @Override
    public String description() {
        return "NoSink";
    }

    @Override
    public void close() {}
}
