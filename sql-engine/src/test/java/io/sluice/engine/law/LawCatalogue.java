package io.sluice.engine.law;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * The queries of the law, in files {@code law/*.sql}, one after the other:
 *
 * <pre>
 * --- sums of each key
 * -- over t | c: update | x: append, update      $1 stands for t, c and x: three queries
 * SELECT k, SUM(v) FROM $1 GROUP BY k
 * -- duckdb                                      where DuckDB needs another text
 * SELECT …
 * </pre>
 *
 * Behind a colon are the modes that must be legal besides those that always are. Two tables, {@code over t, u | c, d}, are
 * {@code $1} and {@code $2}. A query without {@code $1} has {@code -- modes: append, update} instead, or nothing. DuckDB gets
 * the same text by {@link DuckDialect} unless another one is given.
 */
final class LawCatalogue {
    private static final String NAME = "--- ";
    private static final String OVER = "-- over ";
    private static final String MODES = "-- modes:";
    private static final String DUCKDB = "-- duckdb";

    private final Map<String, LawQuery> queries = new LinkedHashMap<>();

    private LawCatalogue() {}

    /** All queries, by file. */
    static Map<String, List<LawQuery>> read() {
        Map<String, List<LawQuery>> files = new LinkedHashMap<>();
        try (var listed =
                Files.list(Path.of(LawCatalogue.class.getResource("/law").toURI()))) {
            for (Path file : listed.sorted().toList()) {
                String name = file.getFileName().toString().replace(".sql", "");
                files.put(name, parse(name, Files.readString(file)));
            }
            return files;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    static List<LawQuery> parse(String file, String text) {
        LawCatalogue catalogue = new LawCatalogue();
        for (String part : ("\n" + text).split("\n" + NAME)) {
            if (!part.isBlank()) {
                catalogue.entry(file, part);
            }
        }
        return List.copyOf(catalogue.queries.values());
    }

    private void entry(String file, String text) {
        String name = file + ": " + text.substring(0, text.indexOf('\n')).strip();
        String over = "";
        Set<LawMode> modes = EnumSet.noneOf(LawMode.class);
        List<String> sluice = new ArrayList<>();
        List<String> duckdb = null;
        for (String line : text.lines().skip(1).toList()) {
            if (line.startsWith(OVER)) {
                over = line.substring(OVER.length());
            } else if (line.startsWith(MODES)) {
                modes = modes(line.substring(MODES.length()));
            } else if (line.equals(DUCKDB)) {
                duckdb = new ArrayList<>();
            } else if (duckdb != null) {
                duckdb.add(line);
            } else if (!line.startsWith("--")) {
                sluice.add(line);
            }
        }
        String mine = String.join("\n", sluice).strip();
        String theirs = duckdb == null ? mine : String.join("\n", duckdb).strip();
        if (over.isEmpty()) {
            add(new LawQuery(name, mine, DuckDialect.of(theirs), modes));
            return;
        }
        for (String each : over.split("\\|")) {
            String[] parts = each.split(":");
            String[] tables = parts[0].strip().split("\\s*,\\s*");
            Set<LawMode> more = parts.length > 1 ? modes(parts[1]) : EnumSet.noneOf(LawMode.class);
            String place = String.join(", ", tables);
            add(new LawQuery(
                    name + " (" + place + ")", placed(mine, tables), DuckDialect.of(placed(theirs, tables)), more));
        }
    }

    private void add(LawQuery query) {
        if (queries.put(query.name(), query) != null) {
            throw new IllegalArgumentException("two queries named \"%s\"".formatted(query.name()));
        }
    }

    private static String placed(String sql, String[] tables) {
        String text = sql;
        for (int i = 0; i < tables.length; i++) {
            text = text.replace("$" + (i + 1), tables[i]);
        }
        return text;
    }

    private static Set<LawMode> modes(String text) {
        Set<LawMode> modes = EnumSet.noneOf(LawMode.class);
        for (String mode : text.strip().split("\\s*,\\s*")) {
            if (!mode.isEmpty()) {
                modes.add(LawMode.valueOf(mode.toUpperCase(Locale.ROOT)));
            }
        }
        return modes;
    }
}
