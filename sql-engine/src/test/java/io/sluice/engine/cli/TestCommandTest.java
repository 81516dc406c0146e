package io.sluice.engine.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TestCommandTest {
    private static final String SCRIPT =
            """
            How many bids each page has.

            !tables
            CREATE TABLE bids (page STRING);
            CREATE TABLE result (page STRING, n BIGINT) WITH ('connector' = 'changes');

            !query
            INSERT INTO result SELECT page, COUNT(*) FROM bids GROUP BY page EMIT CHANGELOG

            !rows bids
            {"page": "a"}
            {"page": "b"}

            !changes
            +I[b, 1]
            +I[a, 1]

            !rows bids
            {"page": "a"}

            !changes
            -U[a, 1]
            +U[a, 2]
            """;

    private final ByteArrayOutputStream output = new ByteArrayOutputStream();
    private final ByteArrayOutputStream errors = new ByteArrayOutputStream();

    @TempDir
    private Path directory;

    private Path file;

    @BeforeEach
    void nameTheFile() {
        file = directory.resolve("bids.iq");
    }

    private int run(String... arguments) {
        return Main.run(
                new PrintStream(output, true, StandardCharsets.UTF_8),
                new PrintStream(errors, true, StandardCharsets.UTF_8),
                arguments);
    }

    private String output() {
        return output.toString(StandardCharsets.UTF_8);
    }

    private String errors() {
        return errors.toString(StandardCharsets.UTF_8);
    }

    @Test
    void scriptOfAFolderPassesInAllWays() throws IOException {
        Files.writeString(file, SCRIPT);
        assertThat(run("test", directory.toString())).isZero();
        assertThat(output()).isEqualTo("ok     %s (9 ways)\n".formatted(file));
    }

    @Test
    void differenceIsShownWithItsLine() throws IOException {
        Files.writeString(file, SCRIPT.replace("+U[a, 2]", "+U[a, 3]"));
        assertThat(run("test", "--ways", "written", file.toString())).isEqualTo(1);
        assertThat(output())
                .isEqualTo(
                        """
                        FAILED %1$s, as written
                          %1$s:21: !changes
                              -U[a, 1]
                            - +U[a, 3]
                            + +U[a, 2]
                        """
                                .formatted(file));
    }

    @Test
    void updateWritesWhatTheRunGave() throws IOException {
        Files.writeString(file, SCRIPT.replace("+U[a, 2]\n", "").replace("+I[b, 1]\n", ""));
        assertThat(run("test", "--update", file.toString())).isZero();
        assertThat(output()).isEqualTo("updated %s\n".formatted(file));
        assertThat(file).hasContent(SCRIPT);
        assertThat(run("test", "--update", file.toString())).isZero();
        assertThat(output()).endsWith("ok      %s\n".formatted(file));
    }

    @Test
    void mistakeIsShownAtItsPlaceInTheScript() throws IOException {
        Files.writeString(file, SCRIPT.replace("COUNT(*)", "COUNT(pag)"));
        assertThat(run("test", file.toString())).isEqualTo(2);
        assertThat(errors()).startsWith("error: bids.iq:8:39: column \"pag\" is not in table \"bids\"");
    }

    @Test
    void unknownCommandIsRefused() throws IOException {
        Files.writeString(file, SCRIPT.replace("!rows", "!row"));
        assertThat(run("test", file.toString())).isEqualTo(2);
        assertThat(errors()).startsWith("error: %s:10:1: there is no command !row bids".formatted(file));
    }

    @Test
    void refusalCanBeExpected() throws IOException {
        Files.writeString(
                file,
                """
                !tables
                CREATE TABLE bids (page STRING);
                CREATE TABLE result (n BIGINT) WITH ('connector' = 'changes');

                !query
                INSERT INTO result SELECT COUNT(DISTINCT nothing) FROM bids

                !error
                """);
        assertThat(run("test", "--update", file.toString())).isZero();
        assertThat(file).content().contains("!error\nbids.iq:6:42: column \"nothing\" is not in table");
        assertThat(run("test", file.toString())).isZero();
    }

    @Test
    void scriptMustExist() {
        assertThat(run("test", file.toString())).isEqualTo(2);
        assertThat(errors()).startsWith("error: there is no script " + file);
        errors.reset();
        assertThat(run("test", directory.toString())).isEqualTo(2);
        assertThat(errors()).startsWith("error: there is no script in ");
    }
}
