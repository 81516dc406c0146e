package io.sluice.sinks.blackhole;

import static io.sluice.sinks.Rows.row;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.sinks.Columns;
import io.sluice.sinks.OutputMode;
import io.sluice.sinks.Rows;
import io.sluice.sinks.SinkWriter;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.junit.jupiter.api.Test;

class BlackholeSinkTest {
    @Test
    void rowsAreCountedAndDropped() {
        BlackholeSink sink = write("a", "b");
        assertThat(sink.rows()).isEqualTo(2);
        assertThat(sink.stage(0)).isEmpty();
        assertThat(sink.partsByThread()).isTrue();
    }

    @Test
    void everyValueIsRead() {
        assertThat(write("a", "b").checksum()).isEqualTo(write("a", "b").checksum());
        assertThat(write("a", "b").checksum()).isNotEqualTo(write("a", "c").checksum());
        assertThat(write("a", "b").checksum()).isNotEqualTo(write("d", "b").checksum());
    }

    private static BlackholeSink write(String first, String second) {
        BlackholeSink sink = (BlackholeSink) new BlackholeSinkFactory()
                .open(Columns.table(Columns.numberAndText(), OutputMode.APPEND), new BlackholeSinkOptions());
        try (BufferAllocator allocator = new RootAllocator();
                VectorSchemaRoot rows = Rows.of(allocator, Columns.numberAndText(), row(1L, first), row(2L, second));
                SinkWriter writer = sink.begin(0, 0)) {
            writer.write(rows, null);
            writer.finish();
        }
        return sink;
    }
}
