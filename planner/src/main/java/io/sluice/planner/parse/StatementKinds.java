package io.sluice.planner.parse;

import io.sluice.planner.Nearest;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Which statements there are, by their first words; those that we know and do not have are refused by name. */
final class StatementKinds {
    /** The words that a statement can start with. */
    static final Set<String> STARTS = Set.of(
            "CREATE",
            "DROP",
            "INSERT",
            "SELECT",
            "WITH",
            "VALUES",
            "TABLE",
            "EXPLAIN",
            "EXECUTE",
            "BEGIN",
            "SET",
            "RESET",
            "SHOW",
            "DESCRIBE",
            "DESC");

    private static final String STATEMENTS =
            "The statements are CREATE TABLE, CREATE [MATERIALIZED] VIEW, CREATE FUNCTION, DROP, INSERT INTO, SELECT,"
                    + " EXECUTE STATEMENT SET, SET, RESET, EXPLAIN, SHOW and DESCRIBE.";

    private static final String NO_CATALOG =
            "There are no catalogs and databases: tables live in the script or session that creates them.";
    private static final String NO_MATERIALIZED =
            "Write CREATE MATERIALIZED VIEW, or INSERT INTO a table that keeps the result.";
    private static final String NO_FUNCTIONS = "Use the built-in functions; SHOW FUNCTIONS lists them.";
    private static final String NO_JARS =
            "Name the file where it is used: CREATE FUNCTION f AS 'class' USING JAR 'path'.";
    private static final String NO_CHANGES =
            "A stream is read or written as a whole: filter in the SELECT, or write changes to a table with a primary key.";
    private static final String SINGLE_INSERT = "Write the INSERT alone, or EXECUTE STATEMENT SET BEGIN …; END.";

    /** First words, and what to do instead. The first one that matches counts. */
    private record Refusal(List<String> words, String advice) {
        Refusal(String words, String advice) {
            this(Arrays.asList(words.split(" ")), advice);
        }
    }

    private static final List<Refusal> REFUSALS = List.of(
            new Refusal(
                    "CREATE OR REPLACE MATERIALIZED VIEW",
                    "Write DROP MATERIALIZED VIEW IF EXISTS before CREATE MATERIALIZED VIEW."),
            new Refusal("CREATE MATERIALIZED TABLE", NO_MATERIALIZED),
            new Refusal("CREATE OR REPLACE FUNCTION", "Write DROP FUNCTION IF EXISTS before CREATE FUNCTION."),
            new Refusal("CREATE CATALOG", NO_CATALOG),
            new Refusal("CREATE DATABASE", NO_CATALOG),
            new Refusal("CREATE SCHEMA", NO_CATALOG),
            new Refusal("CREATE MODEL", NO_FUNCTIONS),
            new Refusal("CREATE OR REPLACE TABLE", "Write DROP TABLE IF EXISTS before CREATE TABLE."),
            new Refusal("DROP MATERIALIZED TABLE", NO_MATERIALIZED),
            new Refusal("DROP CATALOG", NO_CATALOG),
            new Refusal("DROP DATABASE", NO_CATALOG),
            new Refusal("DROP SCHEMA", NO_CATALOG),
            new Refusal(
                    "INSERT OVERWRITE",
                    "Write INSERT INTO, and let the sink's option 'sink.existing' = 'overwrite' replace the old output."),
            new Refusal("ALTER", "Write DROP and CREATE, or CREATE TABLE … LIKE with other options."),
            new Refusal("USE", NO_CATALOG),
            new Refusal("LOAD", "All functions and connectors are loaded."),
            new Refusal("UNLOAD", "All functions and connectors stay loaded."),
            new Refusal("ADD JAR", NO_JARS),
            new Refusal("REMOVE JAR", NO_JARS),
            new Refusal("ANALYZE", "Plans do not depend on statistics; leave it out."),
            new Refusal("UPDATE", NO_CHANGES),
            new Refusal("DELETE", NO_CHANGES),
            new Refusal("MERGE", NO_CHANGES),
            new Refusal("UPSERT", "Write INSERT INTO a table with a primary key, and EMIT UPDATE."),
            new Refusal("TRUNCATE", NO_CHANGES),
            new Refusal("CALL", "There are no procedures."),
            new Refusal("COMPILE", "The plan is kept in the checkpoint."),
            new Refusal("EXECUTE PLAN", "The plan is kept in the checkpoint."),
            new Refusal("EXECUTE INSERT", SINGLE_INSERT),
            new Refusal("EXECUTE SELECT", SINGLE_INSERT),
            new Refusal("STOP", "Stop the process; it ends after its batch."));

    private StatementKinds() {}

    /** Refuses a statement that we do not have, or that is none. */
    static void check(GrammarActions actions, GeneratedParser parser) {
        Token first = parser.getToken(1);
        if (!Words.isWord(first)) {
            if (first.kind != GeneratedParserConstants.LPAREN && !SyntaxErrors.hasOwnMessage(first)) {
                throw actions.failure(
                        SyntaxErrors.place(first), "expected a statement, got " + SyntaxErrors.got(first), STATEMENTS);
            }
            return;
        }
        for (Refusal refusal : REFUSALS) {
            if (startsWith(parser, refusal.words)) {
                throw actions.failure(
                        actions.position(first, parser.getToken(refusal.words.size())),
                        "statement %s is not supported".formatted(String.join(" ", refusal.words)),
                        refusal.advice);
            }
        }
        String word = word(first);
        if (!STARTS.contains(word)) {
            List<String> nearest = Nearest.of(word, STARTS);
            throw actions.failure(
                    actions.position(first, first),
                    "expected a statement, got " + SyntaxErrors.got(first),
                    nearest.isEmpty() ? STATEMENTS : "Did you mean %s? %s".formatted(nearest.get(0), STATEMENTS));
        }
    }

    private static boolean startsWith(GeneratedParser parser, List<String> words) {
        for (int i = 0; i < words.size(); i++) {
            if (!word(parser.getToken(i + 1)).equals(words.get(i))) {
                return false;
            }
        }
        return true;
    }

    static String word(Token token) {
        return Words.isWord(token) ? token.image.toUpperCase(Locale.ROOT) : "";
    }
}
