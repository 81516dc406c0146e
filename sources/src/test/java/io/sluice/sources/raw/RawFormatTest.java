package io.sluice.sources.raw;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.sources.BadRowPolicy;
import io.sluice.sources.format.TextFiles;
import io.sluice.sources.format.TextFiles.Kind;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RawFormatTest {
    @TempDir
    Path folder;

    private TextFiles raw;

    @BeforeEach
    void open() {
        raw = new TextFiles(folder.resolve("t.log"));
    }

    @Test
    void eachLineIsARowAsItIs() throws Exception {
        for (long cut : new long[] {1, 4, 1 << 20}) {
            raw.splitBytes = cut;
            assertThat(raw.read(Kind.RAW, "a,\"b\r\n\n  é\nlast", "line STRING"))
                    .containsExactly(List.of("a,\"b"), List.of(""), List.of("  é"), List.of("last"));
        }
    }

    @Test
    void otherDelimitersAndCharsets() throws Exception {
        raw.lineDelimiter = "||";
        raw.charset = StandardCharsets.ISO_8859_1;
        byte[] text = "ä\n|x||y||".getBytes(StandardCharsets.ISO_8859_1);
        assertThat(raw.read(Kind.RAW, text, "line STRING")).containsExactly(List.of("ä\n|x"), List.of("y"));
    }

    @Test
    void linesThatAreNoTextOrTooLongAreBad() throws Exception {
        raw.policy = BadRowPolicy.DEAD_LETTER;
        raw.maxRow = 600_000;
        String text =
                "a\nä\n" + "x".repeat(700_000) + "\n" + "y".repeat(600_000) + "\n" + "z".repeat(5_000_000) + "\nb";
        byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
        assertThat(raw.read(Kind.RAW, bytes, "line STRING"))
                .containsExactly(List.of("a"), List.of("y".repeat(600_000)), List.of("b"));
        assertThat(raw.bad).hasSize(3);
        assertThat(raw.bad.get(0)).startsWith("t.log, line 2: expected text in UTF-8, got other bytes");
        assertThat(raw.bad.get(1))
                .startsWith("t.log, line 3: expected a row of at most 600000 bytes, got a longer one");
        assertThat(raw.bad.get(2)).startsWith("t.log, line 5: ");
    }
}
