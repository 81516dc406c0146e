package io.sluice.benchmarks.nexmark;

import static java.util.Objects.requireNonNull;

import io.sluice.benchmarks.ResourceText;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * One of the queries: the statements that declare its table, then its INSERT. Our own texts are resources; those of a
 * folder are taken as they are, but that the side table of q13 is ours.
 *
 * @param name q0 to q22
 * @param text all statements; <code>${…}</code> is not replaced yet
 */
public record NexmarkQuery(String name, String text) {
    public static final List<String> ALL =
            IntStream.rangeClosed(0, 22).mapToObj(number -> "q" + number).toList();

    private static final Pattern VARIABLE = Pattern.compile("\\$\\{(\\w+)}");
    private static final Pattern SIDE_TABLE = Pattern.compile("CREATE TABLE side_input\\b[^;]*;", Pattern.DOTALL);
    private static final Pattern ANOTHER = Pattern.compile("/\\*TIES (.*?)\\*/", Pattern.DOTALL);

    public NexmarkQuery {
        requireNonNull(name, "name");
        requireNonNull(text, "text");
    }

    /** @param folder of files {@code q0.sql} and so on; empty for our own texts */
    public static NexmarkQuery of(String name, Optional<Path> folder) {
        String text = folder.map(path -> file(path.resolve(name + ".sql"))).orElseGet(() -> resource(name + ".sql"));
        if (name.equals("q13")) {
            text = resource("side_input.sql") + SIDE_TABLE.matcher(text).replaceAll("");
        }
        return new NexmarkQuery(name, text);
    }

    /** DuckDB's form, in which rows that are equal by ORDER BY are ordered by their other columns if {@code exact}. */
    static Optional<String> forDuckDb(String name, boolean exact) {
        return find("duckdb/" + name + ".sql").map(text -> ANOTHER.matcher(text).replaceAll(exact ? "$1" : ""));
    }

    /** Spark's form, over the tables as views. */
    public static Optional<String> forSpark(String name) {
        return find("spark/" + name + ".sql");
    }

    /** The table that the INSERT fills. */
    public String target() {
        return "nexmark_" + name;
    }

    /** The same, into what the connector {@code captured} keeps. */
    public NexmarkQuery captured(Map<String, String> options) {
        int start = text.indexOf("CREATE TABLE " + target());
        int columns = text.indexOf('(', start);
        int after = closing(text, columns) + 1;
        String rest = text.substring(text.indexOf(';', after));
        String with = options.entrySet().stream()
                .map(option -> ", '%s' = '%s'".formatted(option.getKey(), option.getValue()))
                .collect(Collectors.joining("", " WITH ('connector' = 'captured'", ")"));
        return new NexmarkQuery(name, text.substring(0, after) + with + rest);
    }

    private static int closing(String text, int opening) {
        int depth = 0;
        for (int at = opening; ; at++) {
            depth += text.charAt(at) == '(' ? 1 : text.charAt(at) == ')' ? -1 : 0;
            if (depth == 0) {
                return at;
            }
        }
    }

    /** All but the INSERT. */
    public String declarations() {
        return text.substring(0, insertAt());
    }

    public String insert() {
        return text.substring(insertAt());
    }

    private int insertAt() {
        int at = text.indexOf("INSERT INTO " + target());
        if (at < 0) {
            throw new IllegalArgumentException(
                    "query %s: expected a statement INSERT INTO %s".formatted(name, target()));
        }
        return at;
    }

    public static String resource(String file) {
        return find(file).orElseThrow(() -> new IllegalArgumentException("there is no resource nexmark/" + file));
    }

    private static Optional<String> find(String file) {
        return ResourceText.find("/nexmark/" + file);
    }

    private static String file(Path path) {
        try {
            return Files.readString(path);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + path, e);
        }
    }

    /** Replaces each <code>${NAME}</code>; one that has no value is refused. */
    public static String substitute(String text, Map<String, String> values) {
        return VARIABLE.matcher(text).replaceAll(found -> {
            String value = values.get(found.group(1));
            if (value == null) {
                throw new IllegalArgumentException(
                        "there is no value for %s; there are values for %s".formatted(found.group(), values.keySet()));
            }
            return Matcher.quoteReplacement(value);
        });
    }
}
