package io.sluice.sources.csv;

import static java.util.Arrays.asList;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.sources.BadRowPolicy;
import io.sluice.sources.SourceException;
import io.sluice.sources.format.TextFiles;
import io.sluice.sources.format.TextFiles.Kind;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CsvFormatTest {
    @TempDir
    Path folder;

    private TextFiles csv;

    @BeforeEach
    void open() {
        csv = new TextFiles(folder.resolve("t.csv"));
    }

    private List<List<Object>> read(String text, String... columns) throws IOException {
        return csv.read(Kind.CSV, text, columns);
    }

    private static long micros(String time) {
        LocalDateTime wall = LocalDateTime.parse(time);
        return wall.toEpochSecond(ZoneOffset.UTC) * 1_000_000 + wall.getNano() / 1000;
    }

    @Test
    void lineEndsOfAllKindsBlankLinesAndAByteOrderMark() throws Exception {
        assertThat(read("\uFEFF1,a\r\n2,b\n\r\n\n3,c\r4,d", "n INT", "s STRING"))
                .containsExactly(List.of(1L, "a"), List.of(2L, "b"), List.of(3L, "c"), List.of(4L, "d"));
        assertThat(read("", "n INT")).isEmpty();
        assertThat(read("\n\r\n", "n INT")).isEmpty();
    }

    @Test
    void quotesHoldDelimitersLineEndsAndQuotes() throws Exception {
        assertThat(read(
                        "\"a,b\",\"1\"\n\"c\r\nd\",2\n\"say \"\"hi\"\"\",3\n\"\",\"4\"\nin\"side,5\n",
                        "s STRING",
                        "n INT"))
                .containsExactly(
                        List.of("a,b", 1L),
                        List.of("c\r\nd", 2L),
                        List.of("say \"hi\"", 3L),
                        List.of("", 4L),
                        List.of("in\"side", 5L));
    }

    @Test
    void otherCharactersForTheSamePurpose() throws Exception {
        csv.delimiter = ';';
        csv.quote = '\'';
        csv.escape = '\\';
        csv.comments = true;
        csv.nullText = Optional.of("N");
        assertThat(read("# no\n'a;\\'b';1\nc\\;d\\\\;2\n#no\n'N';3\nN;4", "s STRING", "n INT"))
                .containsExactly(List.of("a;'b", 1L), List.of("c;d\\", 2L), List.of("N", 3L), asList(null, 4L));
        csv.quote = 0;
        csv.escape = 0;
        assertThat(read("'a';1\n", "s STRING", "n INT")).containsExactly(List.of("'a'", 1L));
    }

    @Test
    void aHeaderMayHaveOtherColumnsInAnyOrder() throws Exception {
        csv.header = true;
        assertThat(read("other,n,\"s\"\n0,1,a\n0,2,b\n", "s STRING", "n INT"))
                .containsExactly(List.of("a", 1L), List.of("b", 2L));
        assertThat(read("n,s\n", "s STRING", "n INT")).isEmpty();
        assertThatThrownBy(() -> read("n,S,n\n1,a,2\n", "s STRING", "n INT"))
                .isInstanceOf(SourceException.class)
                .hasMessageEndingWith("expected the columns \"s\", \"n\" once each in its header, got (n, S, n)");
    }

    @Test
    void nothingIsNullButForTexts() throws Exception {
        assertThat(read("1,,\n,\"\",x\n", "n INT", "s STRING", "t STRING"))
                .containsExactly(asList(1L, "", ""), asList(null, "", "x"));
        csv.nullText = Optional.of("");
        assertThat(read("1,,\"\"\n", "n INT", "s STRING", "t STRING")).containsExactly(asList(1L, null, ""));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "BOOLEAN | True | true",
                "TINYINT | -128 | -128",
                "INT | ' 12 ' | 12",
                "INT | 1e3 | 1000",
                "BIGINT | -9223372036854775808 | -9223372036854775808",
                "BIGINT | +9223372036854775807 | 9223372036854775807",
                "DOUBLE | 0.1 | 0.1",
                "DOUBLE | -1e-300 | -1.0E-300",
                "DOUBLE | 123456789012345678901234567890 | 1.2345678901234568E29",
                "DOUBLE | NaN | NaN",
                "DOUBLE | -Infinity | -Infinity",
                "FLOAT | 16777217.0000001 | 1.6777218E7",
                "DECIMAL(5, 2) | 1.005 | 1.01",
                "DECIMAL(5, 2) | -999.99 | -999.99",
                "DECIMAL(38, 4) | 1234567890123456789012345678901234.5678 | 1234567890123456789012345678901234.5678",
            })
    void valuesAreReadLeniently(String type, String value, String expected) throws Exception {
        assertThat(String.valueOf(read(value + "\n", "a " + type).get(0).get(0)))
                .isEqualTo(expected);
    }

    @Test
    void timesAreReadInBothFormsOrByAPattern() throws Exception {
        long time = micros("2024-02-29T12:34:56.789");
        assertThat(read(
                        "2024-02-29 12:34:56.789,2024-02-29T14:34:56.789+02:00,2024-02-29\n",
                        "a TIMESTAMP(3)",
                        "b TIMESTAMP_LTZ(3)",
                        "c DATE"))
                .containsExactly(
                        List.of(time, time, LocalDate.parse("2024-02-29").toEpochDay()));
        csv.timestamps = Optional.of("yyyy/MM/dd HH:mm:ss.SSS");
        assertThat(read("2024/02/29 12:34:56.789\n", "a TIMESTAMP")).containsExactly(List.of(time));
        assertThatThrownBy(() -> read("2023/02/29 12:34:56.789\n", "a TIMESTAMP"))
                .hasMessageContaining(
                        "expected TIMESTAMP(6) as 'yyyy/MM/dd HH:mm:ss.SSS', got '2023/02/29 12:34:56.789'");
        csv.timestamps = Optional.of("d MMM yyyy h:mm a");
        assertThat(read("29 Feb 2024 1:05 PM\n", "a TIMESTAMP"))
                .containsExactly(List.of(micros("2024-02-29T13:05:00")));
        csv.timestamps = Optional.of("yyyyMMddHHmmssXXX");
        assertThat(read("20240229123456+01:00\n", "a TIMESTAMP_LTZ"))
                .containsExactly(List.of(micros("2024-02-29T11:34:56")));
    }

    @Test
    void badRowsAreGivenWithPlaceErrorAndTextWhereverTheFileIsCut() throws Exception {
        csv.policy = BadRowPolicy.DEAD_LETTER;
        String text = "1,a\nx,b\n3\n4,d,e,f\n5,e,\n6,f\n";
        for (long cut : new long[] {3, 7, 1 << 20}) {
            csv.splitBytes = cut;
            assertThat(read(text, "n INT", "s STRING"))
                    .containsExactly(List.of(1L, "a"), List.of(5L, "e"), List.of(6L, "f"));
            assertThat(csv.bad)
                    .containsExactly(
                            "t.csv, line 2: column \"n\": expected INT, got 'x': x,b",
                            "t.csv, line 3: expected 2 fields, got 1: 3",
                            "t.csv, line 4: expected 2 fields, got 4: 4,d,e,f");
        }
        assertThat(read("1,\"a\"b\n\"2\",b\n3,\"c\n4,d\n", "n INT", "s STRING"))
                .containsExactly(List.of(2L, "b"), List.of(4L, "d"));
        assertThat(csv.bad)
                .containsExactly(
                        "t.csv, line 1: expected a delimiter or the end of the line behind a closing quote, got other text: 1,\"a\"b",
                        "t.csv, line 3: expected a closing quote, got none up to the end of the file: 3,\"c");
        byte[] latin = "1,\u00e4\n2,b\n".getBytes(StandardCharsets.ISO_8859_1);
        assertThat(csv.read(Kind.CSV, latin, "n INT", "s STRING")).containsExactly(List.of(2L, "b"));
        assertThat(csv.bad)
                .first()
                .asString()
                .startsWith("t.csv, line 1: column \"s\": expected text in UTF-8, got other bytes");
    }

    @Test
    void errorsNameLineColumnAndText() {
        assertThatThrownBy(() -> read("1\n\n\"2\"\n300\n", "n TINYINT NOT NULL"))
                .isInstanceOf(SourceException.class)
                .hasMessageEndingWith("t.csv: line 4, column \"n\": expected TINYINT, got '300'");
        assertThatThrownBy(() -> read("1,a\n,b\n", "n INT NOT NULL", "s STRING"))
                .hasMessageEndingWith("line 2, column \"n\": expected a value, got NULL");
    }

    @Test
    void rowsBeyondTheLimitAreBadAndTakeNoMemory() throws Exception {
        csv.policy = BadRowPolicy.SKIP;
        csv.maxRow = 1000;
        String text = "1,a\n2," + "x".repeat(3_000_000) + "\n3,c\n4," + "y".repeat(1001) + "\n";
        assertThat(read(text, "n INT", "s STRING")).containsExactly(List.of(1L, "a"), List.of(3L, "c"));
        assertThat(csv.badCount).isEqualTo(2);
    }

    /** Random tables, written with quotes here and there, read back whole whatever the window and the cuts. */
    @Test
    void whatIsWrittenIsReadBack() throws Exception {
        for (int seed = 0; seed < 40; seed++) {
            Random random = new Random(seed);
            List<List<Object>> rows = new ArrayList<>();
            StringBuilder text = new StringBuilder();
            boolean plain = random.nextBoolean();
            int count = random.nextInt(1, seed < 3 ? 40_000 : 300);
            for (int i = 0; i < count; i++) {
                String word = "é,\"\n\r x".repeat(random.nextInt(3)) + "w".repeat(random.nextInt(12));
                word = plain ? word.replaceAll("[,\"\n\r]", "_") : word;
                boolean quoted = !plain && (word.matches("(?s).*[,\"\n\r].*") || random.nextBoolean());
                BigDecimal price = BigDecimal.valueOf(random.nextInt(), 2);
                rows.add(asList((long) i, word, price));
                text.append(i).append(',');
                text.append(quoted ? "\"" + word.replace("\"", "\"\"") + "\"" : word);
                text.append(',').append(price).append(random.nextBoolean() ? "\n" : "\r\n");
            }
            for (long cut : new long[] {1, 5, 100, 1 << 24}) {
                if (count < 1000 || cut > 100) {
                    csv.splitBytes = cut;
                    assertThat(read(text.toString(), "n INT", "s STRING", "d DECIMAL(12, 2)"))
                            .as("seed %d, cut at %d", seed, cut)
                            .isEqualTo(rows);
                }
            }
        }
    }
}
