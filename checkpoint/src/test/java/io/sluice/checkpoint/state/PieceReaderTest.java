package io.sluice.checkpoint.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.checkpoint.CheckpointException;
import io.sluice.checkpoint.StoredPieces;
import io.sluice.checkpoint.Tasks;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.zip.CRC32C;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.ipc.ArrowFileWriter;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.apache.arrow.vector.util.ByteArrayReadableSeekableByteChannel;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PieceReaderTest {
    private static final Schema SCHEMA =
            new Schema(List.of(Field.notNullable("number", new ArrowType.Int(Long.SIZE, true))));

    private static final int BATCH_ROWS = 100;

    /** Rows of files: of many record batches, of one, of none. */
    private static final int[] FILES = {2_000, 1, 350, 0, 99, 5, 1_100, 100, 1};

    private final BufferAllocator allocator = new RootAllocator();
    private final List<Long> found = new ArrayList<>();

    @AfterEach
    void allMemoryIsReleased() {
        allocator.close();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void rowsComeInTheirOrderEachOnce(int threads) {
        Set<Long> allRows = new HashSet<>();
        List<Boolean> begins = new ArrayList<>();
        read(threads, -1, rows -> {
            allRows.add(rows.allRows());
            rows.pieces().forEach(piece -> begins.add(piece.begins()));
            take(rows);
        });
        assertThat(found)
                .isEqualTo(
                        LongStream.range(0, IntStream.of(FILES).sum()).boxed().toList());
        assertThat(allRows).containsExactly((long) IntStream.of(FILES).sum());
        assertThat(begins.stream().filter(begin -> begin))
                .hasSize((int) IntStream.of(FILES).filter(rows -> rows > 0).count());
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void whoTakesRowsMayFail(int threads) {
        for (int round = 0; round < 3; round++) {
            int[] left = {round};
            assertThatThrownBy(() -> read(threads, -1, rows -> {
                        if (left[0]-- == 0) {
                            throw new IllegalStateException("no more");
                        }
                    }))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("no more");
        }
    }

    /** Who takes rows is slow, so that a helper meets what cannot be read. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void whatCannotBeReadFails(int threads) {
        assertThatThrownBy(() -> read(threads, 11, rows -> {
                    take(rows);
                    sleep();
                }))
                .isInstanceOf(CheckpointException.class)
                .hasMessageContaining("the disk is gone");
        assertThat(found).isEqualTo(LongStream.range(0, found.size()).boxed().toList());
        assertThat(found).hasSizeLessThan(11 * BATCH_ROWS);
        assertThat(Thread.interrupted()).isFalse();
    }

    /** The threads wait for what they have begun, and this one stays interrupted. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void anInterruptDoesNotEndIt(int threads) {
        read(threads, -1, rows -> {
            Thread.currentThread().interrupt();
            take(rows);
        });
        assertThat(Thread.interrupted()).isTrue();
        assertThat(found).hasSize(IntStream.of(FILES).sum());
    }

    private static void sleep() {
        try {
            Thread.sleep(20);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private void take(StoredPieces rows) {
        for (StoredPieces.Piece piece : rows.pieces()) {
            BigIntVector numbers = (BigIntVector) piece.root().getVector(0);
            for (int row = 0; row < piece.root().getRowCount(); row++) {
                found.add(numbers.get(row));
            }
        }
    }

    /** @param unreadable a record batch of the first file; −1: none */
    private void read(int threads, int unreadable, Consumer<StoredPieces> consumer) {
        List<byte[]> files = new ArrayList<>();
        int[] fails = {-1};
        int first = 0;
        for (int rows : FILES) {
            files.add(file(first, rows, first == 0 ? unreadable : -1, fails));
            first += rows;
        }
        try (PieceReader reader = new PieceReader(threads(threads), first, consumer)) {
            for (int i = 0; i < FILES.length; i++) {
                byte[] file = files.get(i);
                int failsAt = i == 0 ? fails[0] : -1;
                reader.add(open(file, failsAt), () -> open(file, failsAt));
            }
            reader.finish();
        }
    }

    private StateInput open(byte[] bytes, int failsAt) {
        FailingChannel channel = new FailingChannel(bytes);
        CRC32C checksum = new CRC32C();
        checksum.update(bytes);
        StateInput input = StateInput.open(
                Path.of("state"), channel, new StateFile("f", bytes.length, (int) checksum.getValue()), allocator);
        channel.failsAt = failsAt;
        return input;
    }

    /** Cannot be read at one place. */
    private static final class FailingChannel extends ByteArrayReadableSeekableByteChannel {
        private int failsAt = -1;

        private FailingChannel(byte[] bytes) {
            super(bytes);
        }

        @Override
        public int read(ByteBuffer target) throws IOException {
            if (failsAt >= position() && failsAt < position() + target.remaining()) {
                throw new IOException("the disk is gone");
            }
            return position() == size() ? -1 : super.read(target);
        }
    }

    private byte[] file(long first, int count, int unreadable, int[] begin) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (VectorSchemaRoot rows = VectorSchemaRoot.create(SCHEMA, allocator)) {
            ArrowFileWriter writer = StateWriter.open(
                    rows, StateWriter.footer("delta", "t", 1, 0, 1), false, Channels.newChannel(bytes));
            writer.start();
            for (int from = 0; from < count; from += BATCH_ROWS) {
                int size = Math.min(BATCH_ROWS, count - from);
                for (int i = 0; i < size; i++) {
                    ((BigIntVector) rows.getVector(0)).setSafe(i, first + from + i);
                }
                rows.setRowCount(size);
                begin[0] = from == unreadable * BATCH_ROWS ? bytes.size() : begin[0];
                writer.writeBatch();
            }
            writer.end();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private static Tasks threads(int threads) {
        return new Tasks() {
            @Override
            public int threads() {
                return threads;
            }

            @Override
            public void run(int count, IntConsumer task) {
                IntStream.range(0, count).parallel().forEach(task);
            }
        };
    }
}
