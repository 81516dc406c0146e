package io.sluice.sinks.console;

import static io.sluice.sinks.Rows.row;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.sinks.Columns;
import io.sluice.sinks.OutputMode;
import io.sluice.sinks.RowKind;
import io.sluice.sinks.Rows;
import io.sluice.sinks.Sink;
import io.sluice.sinks.SinkContract;
import io.sluice.sinks.SinkWriter;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.junit.jupiter.api.Test;

class PrintSinkTest extends SinkContract {
    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
    private final PrintSinkFactory factory =
            new PrintSinkFactory(new PrintStream(printed, false, StandardCharsets.UTF_8));

    @Override
    protected Sink open() {
        return factory.open(table(), new PrintSinkOptions(Optional.empty()));
    }

    @Override
    protected List<Long> seen() {
        return printed.toString(StandardCharsets.UTF_8)
                .lines()
                .map(line -> Long.parseLong(line.substring(3, line.indexOf(','))))
                .toList();
    }

    @Test
    void rowsArePrintedAsFlinkPrintsThem() {
        byte[] kinds = {(byte) RowKind.INSERT.ordinal(), (byte) RowKind.DELETE.ordinal()};
        try (Sink sink = factory.open(
                        Columns.table(Columns.numberAndText(), OutputMode.CHANGELOG),
                        new PrintSinkOptions(Optional.of("job")));
                VectorSchemaRoot rows = Rows.of(allocator, Columns.numberAndText(), row(1L, "a"), row(2L, null))) {
            try (SinkWriter writer = sink.begin(0, 0)) {
                writer.write(rows, kinds);
                writer.finish();
            }
            sink.stage(0);
        }
        assertThat(printed.toString(StandardCharsets.UTF_8)).isEqualTo("job> +I[1, a]\njob> -D[2, null]\n");
    }
}
