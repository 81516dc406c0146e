package io.sluice.sources.json;

import static java.util.Arrays.asList;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.sluice.sources.SourceException;
import io.sluice.sources.TestTable;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonFormatTest {
    @TempDir
    Path folder;

    private JsonFiles json;

    @BeforeEach
    void open() {
        json = new JsonFiles(folder);
    }

    private static long micros(String wall) {
        return LocalDateTime.parse(wall).toEpochSecond(ZoneOffset.UTC) * 1_000_000
                + LocalDateTime.parse(wall).getNano() / 1000;
    }

    @Test
    void linesAndArraysGiveTheSameRows() throws Exception {
        List<List<Object>> rows = List.of(List.of(1L, "x"), List.of(2L, "y"));
        assertThat(json.read("{\"a\":1,\"b\":\"x\"}\n{\"a\":2,\"b\":\"y\"}\n", "a INT", "b STRING"))
                .isEqualTo(rows);
        assertThat(json.read("[{\"a\":1,\"b\":\"x\"},\n\n {\"a\":2,\n\"b\":\"y\"}]\n", "a INT", "b STRING"))
                .isEqualTo(rows);
    }

    @Test
    void blankLinesBlanksAndAByteOrderMarkDoNotMatter() throws Exception {
        assertThat(json.read("\uFEFF\r\n\n  {\"a\":1}  \r\n\t\n{ \"a\" : 2 }", "a INT"))
                .isEqualTo(List.of(List.of(1L), List.of(2L)));
        assertThat(json.read("\uFEFF[{\"a\":1}]", "a INT")).containsExactly(List.of(1L));
        assertThat(json.read("", "a INT")).isEmpty();
        assertThat(json.read(" \n\n", "a INT")).isEmpty();
        assertThat(json.read("[ ]", "a INT")).isEmpty();
    }

    @Test
    void fieldsThatAreNoColumnsArePassedWhateverTheyHold() throws Exception {
        String text = "{\"x\":{\"a\":9,\"y\":[{\"a\":8}]},\"a\":1,\"z\":[1,[2]],\"aa\":1e400,\"A\":5}";
        assertThat(json.read(text, "a INT")).containsExactly(List.of(1L));
    }

    @Test
    void missingAndNullFieldsAreNull() throws Exception {
        assertThat(json.read("{\"b\":null}\n{\"a\":2,\"b\":\"y\"}\n{}\n", "a INT", "b STRING"))
                .containsExactly(asList(null, null), asList(2L, "y"), asList(null, null));
    }

    @Test
    void ofAFieldThatIsThereTwiceTheLastCounts() throws Exception {
        assertThat(json.read("{\"a\":1,\"a\":2}\n{\"a\":null,\"a\":3}\n{\"a\":3,\"a\":null}", "a INT"))
                .containsExactly(List.of(2L), List.of(3L), asList((Object) null));
    }

    @Test
    void badRowsAreGivenWithPlaceErrorAndText() throws Exception {
        String text = "{\"a\":1}\n\n{\"a\":\"x\"} \r\n{\"a\":\n2}\n{\"a\":3} {\"a\":true} {\"a\":4}\n\"no\n";
        assertThat(json.keepsBadRows().read(text, "a INT")).containsExactly(List.of(1L), List.of(3L), List.of(4L));
        assertThat(json.badRows())
                .containsExactly(
                        "t.json, line 3: column \"a\": expected INT, got 'x': {\"a\":\"x\"}",
                        "t.json, line 4: expected an object on one line, got one over several: {\"a\":",
                        "t.json, line 5: expected a JSON object, got text that is none: 2}",
                        "t.json, line 6: column \"a\": expected INT, got 'true': {\"a\":true}",
                        "t.json, line 7: expected a JSON object, got another value: \"no");

        assertThat(json.read("[{\"a\":1},\n{\"a\":\n\"x\"}, {\"a\":2}]", "a INT"))
                .hasSize(2);
        assertThat(json.badRows())
                .containsExactly("t.json, element 2 (line 2): column \"a\": expected INT, got 'x': {\"a\":\n\"x\"}");
    }

    @Test
    void manyBadRowsEndABatchAndTheirTextIsCut() throws Exception {
        String bad = "{\"a\":\"" + "x".repeat(20_000) + "\"}\n";
        assertThat(json.keepsBadRows().read(bad.repeat(300) + "{\"a\":1}\n" + bad.repeat(300), "a INT"))
                .containsExactly(List.of(1L));
        assertThat(json.skipped()).isEqualTo(600);
        assertThat(json.badRows()).hasSize(600).allMatch(row -> row.length() < 8_400);
        assertThat(json.badRows().get(599)).startsWith("t.json, line 601: ");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "BOOLEAN | true | true",
                "BOOLEAN | \"FALSE\" | false",
                "TINYINT | -128 | -128",
                "SMALLINT | 32767 | 32767",
                "INT | \" -12 \" | -12",
                "INT | 1.0 | 1",
                "INT | 12e2 | 1200",
                "BIGINT | -9223372036854775808 | -9223372036854775808",
                "BIGINT | \"9223372036854775807\" | 9223372036854775807",
                "STRING | 1.50 | 1.50",
                "STRING | -0 | -0",
                "STRING | true | true",
                "STRING | {\"k\" : [1.50, null, \"\\u00e9\\n\"]} | {\"k\":[1.50,null,\"é\\n\"]}",
                "STRING | [ ] | []",
                "STRING | \"a\\u00e9\\ud83d\\ude00\\/\" | aé😀/",
                "STRING | \"\\ud83d!\" | \uFFFD!",
            })
    void valuesAreReadLeniently(String type, String value, String expected) throws Exception {
        Object read = json.read("{\"a\":" + value + "}", "a " + type).get(0).get(0);
        assertThat(String.valueOf(read)).isEqualTo(expected);
    }

    @Test
    void floatingNumbersAreReadAsTheNearestValue() throws Exception {
        assertThat(json.read(
                        "{\"a\":0.1,\"b\":0.1}\n{\"a\":\" 1e3 \",\"b\":\"NaN\"}\n{\"a\":\"-Infinity\",\"b\":16777217}",
                        "a DOUBLE",
                        "b FLOAT"))
                .containsExactly(
                        List.of(0.1, (double) 0.1f),
                        List.of(1000.0, Double.NaN),
                        List.of(Double.NEGATIVE_INFINITY, 16_777_216.0));
    }

    @Test
    void decimalsAreRoundedHalfUpToTheirScale() throws Exception {
        assertThat(json.read(
                        "{\"a\":1.005,\"b\":\"-12345678901234567890.123456\"}\n{\"a\":-9.995,\"b\":1e-400}\n{\"a\":\"1e2\",\"b\":0e999999999}",
                        "a DECIMAL(5, 2)",
                        "b DECIMAL(38, 5)"))
                .containsExactly(
                        List.of(new BigDecimal("1.01"), new BigDecimal("-12345678901234567890.12346")),
                        List.of(new BigDecimal("-10.00"), new BigDecimal("0.00000")),
                        List.of(new BigDecimal("100.00"), new BigDecimal("0.00000")));
    }

    @Test
    void datesAndTimestampsAreReadInTheSqlForm() throws Exception {
        assertThat(json.read(
                        "{\"d\":\"1969-12-31\",\"t\":\"1969-12-31 23:59:59.5\",\"z\":\"2024-02-29 12:00:00.123456Z\"}",
                        "d DATE",
                        "t TIMESTAMP",
                        "z TIMESTAMP_LTZ"))
                .containsExactly(List.of(-1L, -500_000L, micros("2024-02-29T12:00:00.123456")));
        assertThat(json.read("{\"t\":\"2024-01-01\"}\n{\"t\":\"2024-01-01 10:00:00.999999\"}", "t TIMESTAMP(3)"))
                .containsExactly(List.of(micros("2024-01-01T00:00:00")), List.of(micros("2024-01-01T10:00:00.999")));
    }

    @Test
    void timestampsAreReadInTheIsoForm() throws Exception {
        json.form("ISO-8601");
        assertThat(json.read(
                        "{\"t\":\"2024-01-01T10:00:00\",\"z\":\"2024-01-01T10:00:00+02:30\"}",
                        "t TIMESTAMP",
                        "z TIMESTAMP_LTZ"))
                .containsExactly(List.of(micros("2024-01-01T10:00:00"), micros("2024-01-01T07:30:00")));
    }

    @Test
    void anInstantWithoutAZoneIsInTheZoneOfTheSession() throws Exception {
        byte[] text =
                "{\"z\":\"2024-07-01 12:00:00\"}\n{\"z\":\"2024-01-01 12:00:00Z\"}".getBytes(StandardCharsets.UTF_8);
        assertThat(json.read(text, TestTable.in(ZoneId.of("Europe/Berlin"), "z TIMESTAMP_LTZ")))
                .containsExactly(List.of(micros("2024-07-01T10:00:00")), List.of(micros("2024-01-01T12:00:00")));
    }

    @Test
    void everyDateOfFourHundredYearsIsReadAsJavaReadsIt() throws Exception {
        StringBuilder text = new StringBuilder();
        LocalDate first = LocalDate.of(1799, 12, 1);
        for (int day = 0; day < 146_200; day++) {
            text.append("{\"d\":\"").append(first.plusDays(day)).append("\"}\n");
        }
        List<List<Object>> rows = json.read(text.toString(), "d DATE");
        for (int day = 0; day < 146_200; day++) {
            assertThat(rows.get(day).get(0)).isEqualTo(first.toEpochDay() + day);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "TINYINT | 128 | TINYINT, got '128'",
                "INT | 2147483648 | INT, got '2147483648'",
                "INT | -2147483649 | INT, got '-2147483649'",
                "BIGINT | 9223372036854775808 | BIGINT, got '9223372036854775808'",
                "BIGINT | 1e30 | BIGINT, got '1e30'",
                "BIGINT | 1e999999999 | BIGINT, got '1e999999999'",
                "INT | 1.5 | INT, got '1.5'",
                "INT | \"\" | INT, got ''",
                "INT | \"12a\" | INT, got '12a'",
                "INT | true | INT, got 'true'",
                "INT | {} | INT, got an object",
                "DATE | [1] | DATE, got an array",
                "BOOLEAN | 1 | BOOLEAN, got '1'",
                "BOOLEAN | \"yes\" | BOOLEAN, got 'yes'",
                "FLOAT | 1e39 | FLOAT, got '1e39'",
                "DOUBLE | 1e309 | DOUBLE, got '1e309'",
                "DOUBLE | \"1d\" | DOUBLE, got '1d'",
                "DOUBLE | false | DOUBLE, got 'false'",
                "DECIMAL(4, 2) | 100 | DECIMAL(4, 2), got '100'",
                "DECIMAL(4, 2) | 99.995 | DECIMAL(4, 2), got '99.995'",
                "DECIMAL(4, 2) | 1e999999999 | DECIMAL(4, 2), got '1e999999999'",
                "DATE | \"2023-02-29\" | DATE, got '2023-02-29'",
                "DATE | \"2024-1-01\" | DATE, got '2024-1-01'",
                "DATE | 20240101 | DATE, got '20240101'",
                "TIMESTAMP | \"2024-01-01T10:00:00\" | TIMESTAMP(6) as 'yyyy-MM-dd HH:mm:ss[.SSSSSS]', got '2024-01-01T10:00:00'",
                "TIMESTAMP | \"2024-01-01 10:00:00Z\" | TIMESTAMP(6) as 'yyyy-MM-dd HH:mm:ss[.SSSSSS]', got '2024-01-01 10:00:00Z'",
                "TIMESTAMP | \"2024-01-01 24:00:00\" | TIMESTAMP(6) as 'yyyy-MM-dd HH:mm:ss[.SSSSSS]', got '2024-01-01 24:00:00'",
                "TIMESTAMP | \"2024/01/01 10:00\" | TIMESTAMP(6) as 'yyyy-MM-dd HH:mm:ss[.SSSSSS]', got '2024/01/01 10:00'",
                "TIMESTAMP_LTZ | \"2024-01-01 10:00:00+1\" | TIMESTAMP_LTZ(6) as 'yyyy-MM-dd HH:mm:ss[.SSSSSS][Z]', got '2024-01-01 10:00:00+1'",
                "TIMESTAMP | 1704067200 | TIMESTAMP(6) as 'yyyy-MM-dd HH:mm:ss[.SSSSSS]', got '1704067200'"
            })
    void aValueThatDoesNotFitIsAnErrorWithItsPlace(String type, String value, String expected) throws Exception {
        String text = "{\"a\":null}\n\n{\"b\":7,\"a\":" + value + "}\n";
        assertThatThrownBy(() -> json.read(text, "a " + type))
                .isInstanceOf(SourceException.class)
                .hasMessage("cannot read filesystem table \"t\" from %s: line 3, column \"a\": expected %s"
                        .formatted(json.file(), expected));
        json.skipsErrors();
        assertThat(json.read(text + "{\"a\":null}", "a " + type)).hasSize(2);
        assertThat(json.skipped()).isEqualTo(1);
    }

    @Test
    void aLongValueIsShownInPart() {
        assertThatThrownBy(() -> json.read("{\"a\":\"" + "x".repeat(1000) + "\"}", "a INT"))
                .hasMessageEndingWith("expected INT, got '" + "x".repeat(80) + "…'");
    }

    @Test
    void digitsBelowAMicrosecondAreAnErrorUnlessTheyMayBeCut() throws Exception {
        String text = "{\"t\":\"2024-01-01 00:00:00.123456700\"}";
        SourceException refused = catchThrowableOfType(SourceException.class, () -> json.read(text, "t TIMESTAMP"));
        assertThat(refused)
                .hasMessageContaining(
                        "line 1, column \"t\": expected a timestamp of whole microseconds, got '2024-01-01 00:00:00.123456700'");
        assertThat(refused.hint()).contains("'timestamp.nanos' = 'truncate'");
        assertThat(json.read(text.replace("4567", "4560"), "t TIMESTAMP")).hasSize(1);
        assertThat(json.truncateNanos().read(text, "t TIMESTAMP"))
                .containsExactly(List.of(micros("2024-01-01T00:00:00.123456")));
    }

    @Test
    void anElementOfAnArrayIsNamedByItsNumberAndLine() throws Exception {
        String text = "[{\"a\":1},\n{\"a\":2},{\"a\":\"x\"},\n{\"a\":4}]";
        assertThatThrownBy(() -> json.read(text, "a INT"))
                .hasMessageContaining(": element 3 (line 2), column \"a\": expected INT, got 'x'");
        assertThat(json.skipsErrors().read(text, "a INT")).containsExactly(List.of(1L), List.of(2L), List.of(4L));
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"a\":\"tex", "{\"a\":2}}", "garbage", "{a:2}", "{\"a\":2,}", "{\"a\":tru"})
    void textThatIsNoJsonIsAnErrorAtItsLine(String broken) throws Exception {
        String text = "{\"a\":1}\n" + broken + "\n{\"a\":3}\n";
        assertThatThrownBy(() -> json.read(text, "a INT"))
                .isInstanceOf(SourceException.class)
                .hasMessageContaining(": line 2, expected a JSON object, got text that is none: '");
        assertThat(json.skipsErrors().read(text, "a INT"))
                .startsWith(List.of(1L))
                .endsWith(List.of(3L));
        assertThat(json.skipped()).isEqualTo(1);
    }

    @Test
    void aTruncatedLineAtTheEndHasItsNumber() {
        assertThatThrownBy(() -> json.read("{\"a\":1}\n{\"a\":\n", "a INT"))
                .hasMessageEndingWith("line 2, expected an object on one line, got one over several: '{\"a\":'");
    }

    @Test
    void aTruncatedLastLineIsAnError() {
        assertThatThrownBy(() -> json.read("{\"a\":1}\n{\"a\":2", "a INT"))
                .hasMessageEndingWith("line 2, expected a JSON object, got text that is none: '{\"a\":2'");
        assertThatThrownBy(() -> json.read("[{\"a\":1},\n{\"a\":2}", "a INT")).isInstanceOf(SourceException.class);
        assertThatThrownBy(() -> json.skipsErrors().read("[{\"a\":1},{\"a\":2}", "a INT"))
                .isInstanceOf(SourceException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"17", "\"text\"", "null", "[{\"a\":1}]"})
    void aLineThatIsNoObjectIsAnError(String line) throws Exception {
        String text = "{\"a\":1}\n" + line + "\n{\"a\":3}";
        assertThatThrownBy(() -> json.read(text, "a INT"))
                .hasMessageContaining("line 2, expected a JSON object, got another value");
        assertThat(json.skipsErrors().read(text, "a INT")).containsExactly(List.of(1L), List.of(3L));
    }

    @Test
    void anObjectOverSeveralLinesIsAnError() {
        SourceException refused =
                catchThrowableOfType(SourceException.class, () -> json.read("{\n\"a\":1\n}\n", "a INT"));
        assertThat(refused).hasMessageContaining("line 1, expected an object on one line, got one over several");
        assertThat(refused.hint()).isEqualTo("A file holds one object on each line, or one array of objects.");
    }

    @Test
    void aLineDoesNotSwallowTheNext() throws Exception {
        String text = "{\"a\":\n{\"a\":3}\n}\n{\"a\":4}\n{\"b\":[1,\n2]}\n";
        assertThatThrownBy(() -> json.read(text, "a INT"))
                .hasMessageContaining("line 1, expected an object on one line, got one over several");
        assertThat(json.skipsErrors().read(text, "a INT")).containsExactly(List.of(3L), List.of(4L));
        assertThat(json.skipped()).isEqualTo(4);
        assertThat(json.skipsErrors().read(text, "a STRING")).containsExactly(List.of("3"), List.of("4"));
    }

    @Test
    void moreAfterAnArrayIsAnError() {
        assertThatThrownBy(() -> json.read("[{\"a\":1}]\n{\"a\":2}", "a INT"))
                .hasMessageContaining("expected the end of the file after the array, got more");
    }

    @Test
    void textBeyondTheLimitsIsAnErrorThatNamesThem() throws Exception {
        String deep = "{\"b\":" + "[".repeat(1_001) + "]".repeat(1_001) + "}\n{\"a\":1}";
        assertThatThrownBy(() -> json.read(deep, "a INT"))
                .hasMessageContaining(
                        "line 1, expected a JSON object, got text beyond the limits (20,000,000 characters");
        assertThat(json.skipsErrors().read(deep, "a INT")).containsExactly(List.of(1L));
    }

    @Test
    void otherEncodingsAreNamed() {
        byte[] utf16 = "\uFEFF{\"a\":1}".getBytes(StandardCharsets.UTF_16LE);
        assertThatThrownBy(() -> json.read(utf16, TestTable.of("a INT")))
                .hasMessageEndingWith("expected JSON in UTF-8, got a file whose text begins with byte 0xff");
    }

    @Test
    void aMissingFieldIsAnErrorWhenAskedFor() {
        assertThatThrownBy(() -> json.failOnMissing().read("{\"a\":1,\"b\":null}\n{\"a\":2}", "a INT", "b INT"))
                .hasMessageContaining("line 2, column \"b\": expected a field of this name, got none");
    }

    @Test
    void aNullInANotNullColumnIsAnError() {
        assertThatThrownBy(() -> json.read("{\"a\":1}\n{\"a\":null}", "a INT NOT NULL"))
                .hasMessageContaining("line 2, column \"a\": expected a value, got NULL");
        assertThatThrownBy(() -> json.read("{\"b\":1}", "a INT NOT NULL"))
                .hasMessageContaining("line 1, column \"a\": expected a value, got no field of this name");
    }
}
