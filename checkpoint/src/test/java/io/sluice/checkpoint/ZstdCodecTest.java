package io.sluice.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.luben.zstd.Zstd;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.compression.CompressionCodec;
import org.apache.arrow.vector.compression.CompressionUtil.CodecType;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ZstdCodecTest {
    private static final int PREFIX = Long.BYTES;

    private final CompressionCodec codec = ZstdCodec.FACTORY.createCodec(CodecType.ZSTD);
    private final BufferAllocator allocator = new RootAllocator();

    /** Fails if memory is still held. */
    @AfterEach
    void close() {
        allocator.close();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 7, 300, 70_000, 3_000_000})
    void bytesComeBack(int length) {
        byte[] repeated = new byte[length];
        for (int i = 0; i < length; i++) {
            repeated[i] = (byte) (i % 11);
        }
        assertThat(decompress(compress(repeated))).isEqualTo(repeated);
        byte[] noise = new byte[length];
        new Random(length).nextBytes(noise);
        assertThat(decompress(compress(noise))).isEqualTo(noise);
    }

    /** Frames of numbers have fewer than 16,384, and their count takes one byte below 128. */
    @ParameterizedTest
    @ValueSource(ints = {2, 7, 8, 9, 127, 128, 129, 130, 131, 2048, 16_383, 16_384, 16_385, 50_000})
    void numbersThatDifferInLowBytesComeBackAndAreSmall(int count) {
        Random random = new Random(count);
        for (int low = 0; low <= Long.BYTES; low++) {
            long mask = low == Long.BYTES ? -1 : (1L << Byte.SIZE * low) - 1;
            for (long above : new long[] {0, -1, random.nextLong()}) {
                ByteBuffer plain = ByteBuffer.allocate(count * Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
                for (int i = 0; i < count; i++) {
                    plain.putLong(above & ~mask | random.nextLong() & mask);
                }
                byte[] stored = compress(plain.array());
                assertThat(decompress(stored)).as("%d low bytes", low).isEqualTo(plain.array());
                if (count > 7 && count < 16_384 && low < 6) {
                    assertThat(stored.length).as("%d low bytes", low).isLessThan(count * low + 80);
                }
            }
        }
    }

    /** A match has 131 bytes at least, a block 131,072 at most. */
    @ParameterizedTest
    @ValueSource(
            ints = {
                146, 147, 148, 155, 156, 163, 256, 2048, 131_072, 131_080, 131_087, 131_088, 131_089, 131_219, 131_220,
                500_000
            })
    void bytesThatRepeatComeBackAndAreSmall(int length) {
        for (int tail = 0; tail < 9; tail++) {
            byte[] plain = new byte[length];
            for (int i = 0; i < length; i++) {
                plain[i] = (byte) (i % Long.BYTES * tail);
            }
            Arrays.fill(plain, length - tail, length, (byte) 3);
            byte[] stored = compress(plain);
            assertThat(decompress(stored)).as("%d other bytes at the end", tail).isEqualTo(plain);
            assertThat(stored.length).isLessThan(250);
        }
    }

    @Test
    void bytesAreTheFormatOfArrow() {
        byte[] plain = new byte[5000];
        byte[] stored = compress(plain);
        assertThat(stored).hasSizeLessThan(100).startsWith(0x88, 0x13, 0, 0, 0, 0, 0, 0);
        assertThat(Zstd.decompress(Arrays.copyOfRange(stored, PREFIX, stored.length), 5000))
                .isEqualTo(plain);
        byte[] noise = new byte[500];
        new Random(1).nextBytes(noise);
        assertThat(compress(noise)).startsWith(-1, -1, -1, -1, -1, -1, -1, -1).endsWith(noise);
    }

    @Test
    void damageIsToldAndKeepsNoMemory() {
        byte[] plain = new byte[5000];
        new Random(2).nextBytes(plain);
        Arrays.fill(plain, 0, 3000, (byte) 7);
        byte[] stored = compress(plain);
        byte[] longer = stored.clone();
        longer[0]++;
        assertThatThrownBy(() -> decompress(longer)).hasMessageContaining("expected 5001 bytes, got 5000");
        byte[] shorter = stored.clone();
        shorter[0]--;
        assertThatThrownBy(() -> decompress(shorter)).hasMessageContaining("too small");
        assertThatThrownBy(() -> decompress(Arrays.copyOf(stored, stored.length / 2)))
                .isInstanceOf(RuntimeException.class);
        byte[] other = stored.clone();
        other[PREFIX] ^= 1;
        assertThatThrownBy(() -> decompress(other)).hasMessageContaining("Unknown frame descriptor");
        assertThat(decompress(stored)).as("after that").isEqualTo(plain);
    }

    @Test
    void anyThreadsAtOnce() {
        IntStream.range(0, 400).parallel().forEach(i -> {
            byte[] plain = new byte[100 + i * 37];
            new Random(i).nextBytes(plain);
            Arrays.fill(plain, 0, plain.length / 2, (byte) i);
            assertThat(decompress(compress(plain))).isEqualTo(plain);
        });
    }

    @Test
    void otherCodecsAreRefused() {
        assertThatThrownBy(() -> ZstdCodec.FACTORY.createCodec(CodecType.LZ4_FRAME))
                .hasMessage("expected zstd or no compression, got LZ4_FRAME");
    }

    private byte[] compress(byte[] plain) {
        try (ArrowBuf stored = codec.compress(allocator, buffer(plain))) {
            return bytes(stored);
        }
    }

    private byte[] decompress(byte[] stored) {
        ArrowBuf from = buffer(stored);
        ArrowBuf plain;
        try {
            plain = codec.decompress(allocator, from);
        } catch (RuntimeException e) {
            from.close();
            throw e;
        }
        try (plain) {
            return bytes(plain);
        }
    }

    private ArrowBuf buffer(byte[] bytes) {
        ArrowBuf buffer = allocator.buffer(bytes.length);
        buffer.setBytes(0, bytes);
        return buffer.writerIndex(bytes.length);
    }

    private static byte[] bytes(ArrowBuf buffer) {
        byte[] bytes = new byte[(int) buffer.writerIndex()];
        buffer.getBytes(0, bytes);
        return bytes;
    }
}
