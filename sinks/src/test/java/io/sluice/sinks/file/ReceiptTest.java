package io.sluice.sinks.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReceiptTest {
    private static final byte[] CONTENT = "line\nline\n".getBytes(StandardCharsets.UTF_8);

    @Test
    void partsComeBack() throws IOException {
        Receipt receipt = new Receipt(List.of(
                Receipt.Part.inline("a.json", CONTENT),
                Receipt.Part.staged("b.json", 100_000, 0xdeadbeefL),
                Receipt.Part.inline("c.json", new byte[] {1, 2})));
        List<Receipt.Part> parts = Receipt.decode(receipt.encode()).parts();
        assertThat(parts).extracting(Receipt.Part::name).containsExactly("a.json", "b.json", "c.json");
        assertThat(parts).extracting(Receipt.Part::length).containsExactly(10L, 100_000L, 2L);
        assertThat(parts).extracting(Receipt.Part::isInline).containsExactly(true, false, true);
        assertThat(parts.get(0).bytes()).isEqualTo(CONTENT);
        assertThat(parts.get(0).checksum()).isEqualTo(DurableFiles.checksum(CONTENT));
        assertThat(parts.get(1).checksum()).isEqualTo(0xdeadbeefL);
        assertThat(parts.get(2).bytes()).containsExactly(1, 2);
    }

    @Test
    void batchWithoutRowsHasNoBytes() throws IOException {
        assertThat(new Receipt(List.of()).encode()).isEmpty();
        assertThat(Receipt.decode(new byte[0]).parts()).isEmpty();
    }

    @Test
    void otherBytesAreRefused() {
        byte[] whole = new Receipt(List.of(Receipt.Part.inline("a.json", CONTENT))).encode();
        assertThatThrownBy(() -> Receipt.decode(Arrays.copyOf(whole, whole.length - 1)))
                .isInstanceOf(IOException.class)
                .hasMessage("a receipt ends within a.json");
        assertThatThrownBy(() -> Receipt.decode("{\"version\":2,\"parts\":[]}\n".getBytes(StandardCharsets.UTF_8)))
                .isInstanceOf(IOException.class)
                .hasMessage("expected a receipt of version 1, got 2");
        assertThatThrownBy(() -> Receipt.decode(CONTENT)).isInstanceOf(IOException.class);
    }
}
