package io.sluice.checkpoint.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.checkpoint.CheckpointException;
import io.sluice.checkpoint.ZstdCodec;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.zip.CRC32C;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.BitVector;
import org.apache.arrow.vector.DecimalVector;
import org.apache.arrow.vector.Float8Vector;
import org.apache.arrow.vector.IntVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.complex.ListVector;
import org.apache.arrow.vector.complex.StructVector;
import org.apache.arrow.vector.ipc.ArrowFileReader;
import org.apache.arrow.vector.ipc.ArrowFileWriter;
import org.apache.arrow.vector.types.FloatingPointPrecision;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.arrow.vector.types.pojo.Schema;
import org.apache.arrow.vector.util.ByteArrayReadableSeekableByteChannel;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BatchLoaderTest {
    /** Memory that is used again becomes larger, is larger than needed, and is not needed. */
    private static final int[] BATCHES = {1_000, 3, 0, 20_000, 1, 0, 19_999};

    private static final Path PATH = Path.of("state");

    private final Random random = new Random(5);
    private final BufferAllocator allocator = new RootAllocator();

    @AfterEach
    void allMemoryIsReleased() {
        allocator.close();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void rowsAreThoseThatArrowReads(boolean compressed) throws IOException {
        byte[] file = file(compressed);
        try (StateInput input = StateInput.of(file, PATH, allocator);
                ArrowFileReader expected = new ArrowFileReader(
                        new ByteArrayReadableSeekableByteChannel(file), allocator, ZstdCodec.FACTORY)) {
            for (int rows : BATCHES) {
                assertThat(expected.loadNextBatch()).isTrue();
                assertThat(input.next()).isTrue();
                assertSame(input, expected, rows);
            }
            assertThat(input.next()).isFalse();
            assertThat(input.next()).isFalse();
        }
    }

    @Test
    void recordBatchesAreReadInAnyOrder() throws IOException {
        byte[] file = file(true);
        try (StateInput input = StateInput.of(file, PATH, allocator);
                ArrowFileReader expected = new ArrowFileReader(
                        new ByteArrayReadableSeekableByteChannel(file), allocator, ZstdCodec.FACTORY)) {
            for (int batch : new int[] {6, 1, 3, 3, 0, 2, 6}) {
                expected.loadRecordBatch(expected.getRecordBlocks().get(batch));
                input.load(batch);
                assertSame(input, expected, BATCHES[batch]);
            }
        }
    }

    @Test
    void whatEndsTooEarlyIsTold() throws IOException {
        byte[] file = file(false);
        Cut channel = new Cut(file);
        CRC32C checksum = new CRC32C();
        checksum.update(file);
        StateFile expected = new StateFile("f", file.length, (int) checksum.getValue());
        try (StateInput input = StateInput.open(PATH, channel, expected, allocator)) {
            channel.end = 50_000;
            input.load(0);
            assertThatThrownBy(() -> input.load(3))
                    .isInstanceOf(CheckpointException.class)
                    .hasMessageContaining("bytes more");
        }
    }

    /** Ends where the file did not when it was opened. */
    private static final class Cut extends ByteArrayReadableSeekableByteChannel {
        private long end = Long.MAX_VALUE;

        Cut(byte[] bytes) {
            super(bytes);
        }

        @Override
        public int read(ByteBuffer into) throws IOException {
            return position() >= Math.min(end, size()) ? -1 : super.read(into);
        }
    }

    private static void assertSame(StateInput input, ArrowFileReader expected, int rows) throws IOException {
        assertThat(input.root().getRowCount()).isEqualTo(rows);
        assertThat(input.root().equals(expected.getVectorSchemaRoot())).isTrue();
    }

    private byte[] file(boolean compressed) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        Schema schema = new Schema(List.of(
                Field.nullable("number", new ArrowType.Int(64, true)),
                Field.nullable("text", new ArrowType.Utf8()),
                new Field(
                        "list",
                        FieldType.nullable(new ArrowType.List()),
                        List.of(Field.nullable("item", new ArrowType.Int(32, true)))),
                new Field(
                        "row",
                        FieldType.nullable(new ArrowType.Struct()),
                        List.of(
                                Field.nullable("flag", new ArrowType.Bool()),
                                Field.nullable("real", new ArrowType.FloatingPoint(FloatingPointPrecision.DOUBLE)))),
                Field.nullable("decimal", new ArrowType.Decimal(38, 2, 128))));
        try (VectorSchemaRoot rows = VectorSchemaRoot.create(schema, allocator)) {
            ArrowFileWriter writer = StateWriter.open(
                    rows, StateWriter.footer("snapshot", "a/t", 1, 1, 1), compressed, Channels.newChannel(bytes));
            writer.start();
            for (int count : BATCHES) {
                fill(rows, count);
                writer.writeBatch();
            }
            writer.end();
        }
        return bytes.toByteArray();
    }

    private void fill(VectorSchemaRoot rows, int count) {
        rows.getFieldVectors().forEach(vector -> vector.reset());
        BigIntVector numbers = (BigIntVector) rows.getVector("number");
        VarCharVector texts = (VarCharVector) rows.getVector("text");
        ListVector lists = (ListVector) rows.getVector("list");
        IntVector items = (IntVector) lists.getDataVector();
        StructVector structs = (StructVector) rows.getVector("row");
        BitVector flags = structs.getChild("flag", BitVector.class);
        Float8Vector reals = structs.getChild("real", Float8Vector.class);
        DecimalVector decimals = (DecimalVector) rows.getVector("decimal");
        int item = 0;
        for (int row = 0; row < count; row++) {
            if (random.nextInt(5) == 0) {
                continue;
            }
            numbers.setSafe(row, random.nextLong());
            texts.setSafe(row, text());
            int length = random.nextInt(4);
            lists.startNewValue(row);
            for (int i = 0; i < length; i++) {
                items.setSafe(item++, random.nextInt(100));
            }
            lists.endValue(row, length);
            structs.setIndexDefined(row);
            flags.setSafe(row, random.nextInt(2));
            reals.setSafe(row, random.nextDouble());
            decimals.setSafe(row, BigDecimal.valueOf(random.nextInt(1_000_000), 2));
        }
        rows.setRowCount(count);
    }

    /** Some cannot become smaller. */
    private byte[] text() {
        byte[] text = new byte[random.nextInt(30)];
        if (random.nextBoolean()) {
            Arrays.fill(text, (byte) 'a');
            return text;
        }
        for (int i = 0; i < text.length; i++) {
            text[i] = (byte) ('!' + random.nextInt(90));
        }
        return text;
    }
}
