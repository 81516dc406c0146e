package io.sluice.sources.json;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.sources.SourceException;
import io.sluice.sources.TestTable;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Random texts: the rows do not depend on where a file is cut, and broken text is an error or is left out. */
@Timeout(60)
class JsonSplitsTest {
    private static final String[] COLUMNS = {"id BIGINT", "word STRING", "score DOUBLE"};

    @TempDir
    Path folder;

    private JsonFiles json;

    @BeforeEach
    void open() {
        json = new JsonFiles(folder);
    }

    /** Lines with words of all lengths, blank lines, and line ends of both kinds. */
    private static String lines(Random random, List<List<Object>> rows, int count) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < count; i++) {
            String word =
                    random.nextInt(4) == 0 ? null : "é\"\\n".repeat(random.nextInt(5)) + "x".repeat(random.nextInt(30));
            double score = random.nextInt(1000) / 8.0;
            rows.add(Arrays.asList((long) i, word, score));
            String escaped =
                    word == null ? "null" : "\"" + word.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
            text.append("{\"score\":%s,\"other\":[{}],\"word\":%s,\"id\":%d}".formatted(score, escaped, i));
            text.append(random.nextInt(5) == 0 ? "\r\n\n" : "\n");
        }
        if (random.nextBoolean()) {
            text.setLength(text.length() - 1);
        }
        return text.toString();
    }

    @RepeatedTest(15)
    void rowsDoNotDependOnTheCuts(RepetitionInfo repetition) throws Exception {
        Random random = new Random(repetition.getCurrentRepetition());
        List<List<Object>> rows = new ArrayList<>();
        String text = (random.nextBoolean() ? "\uFEFF" : "") + lines(random, rows, random.nextInt(1, 60));
        for (int splitBytes : new int[] {3, 7, 50, 200, 1000, 1 << 20}) {
            assertThat(json.splitBytes(splitBytes).read(text, COLUMNS))
                    .as("cut at %d", splitBytes)
                    .isEqualTo(rows);
        }
    }

    @RepeatedTest(15)
    void brokenLinesAreLeftOutAndCountedWhereverTheFileIsCut(RepetitionInfo repetition) throws Exception {
        Random random = new Random(repetition.getCurrentRepetition());
        List<String> broken =
                List.of("{\"id\":1", "x", "{\"id\":\"y\"}", "[1]", "{\"id\":1,\"word\":\"", "}", "{\"score\":1e}");
        List<List<Object>> rows = new ArrayList<>();
        StringBuilder text = new StringBuilder();
        int bad = 0;
        for (int i = 0; i < 40; i++) {
            if (random.nextInt(3) == 0) {
                text.append(broken.get(random.nextInt(broken.size()))).append('\n');
                bad++;
            } else {
                text.append("{\"id\":").append(i).append("}\n");
                rows.add(Arrays.asList((long) i, null, null));
            }
        }
        text.insert(0, "{\"id\":-1}\n");
        rows.add(0, Arrays.asList(-1L, null, null));
        for (int splitBytes : new int[] {5, 64, 1 << 20}) {
            assertThat(json.skipsErrors().splitBytes(splitBytes).read(text.toString(), COLUMNS))
                    .isEqualTo(rows);
            assertThat(json.skipped()).isEqualTo(bad);
        }
    }

    @Test
    void flippedBytesGiveRowsOrAnError() throws Exception {
        Random random = new Random(5);
        byte[] whole = lines(random, new ArrayList<>(), 30).getBytes(StandardCharsets.UTF_8);
        int refused = 0;
        for (int i = 0; i < 1_500; i++) {
            byte[] text = random.nextInt(10) == 0 ? Arrays.copyOf(whole, random.nextInt(whole.length)) : whole.clone();
            for (int flips = random.nextInt(1, 4); flips > 0 && text.length > 0; flips--) {
                text[random.nextInt(text.length)] ^= (byte) (1 << random.nextInt(8));
            }
            try {
                JsonFiles reader = i % 2 == 0 ? new JsonFiles(folder) : new JsonFiles(folder).skipsErrors();
                assertThat(reader.splitBytes(i % 3 == 0 ? 100 : 1 << 20).read(text, TestTable.of(COLUMNS)))
                        .hasSizeLessThanOrEqualTo(whole.length);
            } catch (SourceException e) {
                refused++;
                assertThat(e).hasMessageStartingWith("cannot read filesystem table \"t\" from ");
            }
        }
        assertThat(refused).isBetween(100, 1_400);
    }

    @Test
    void manyBatchesKeepTheirStringsApart() throws Exception {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < 30_000; i++) {
            text.append("{\"word\":\"w").append(i).append("\"}\n");
        }
        List<List<Object>> rows = json.read(text.toString(), "word STRING");
        assertThat(rows).hasSize(30_000);
        for (int i = 0; i < 30_000; i++) {
            assertThat(rows.get(i)).isEqualTo(List.of("w" + i));
        }
    }
}
