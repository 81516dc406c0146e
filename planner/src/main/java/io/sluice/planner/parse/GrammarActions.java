package io.sluice.planner.parse;

import static io.sluice.planner.parse.GeneratedParserConstants.*;

import io.sluice.planner.ParsedQuery;
import io.sluice.planner.PlanException;
import io.sluice.planner.Position;
import io.sluice.planner.Script;
import io.sluice.planner.SourceText;
import io.sluice.planner.Statement;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.parser.SqlParserUtil;

/** What the grammar does with what it has read, and the refusals that it cannot say in rules. */
final class GrammarActions {
    private static final Set<Integer> QUERY_STARTS = Set.of(SELECT, WITH, VALUES, VALUE, TABLE, LPAREN);

    private final Script script;
    private final SourceText source;

    GrammarActions(Script script) {
        this.script = script;
        this.source = SourceText.of(script.text());
    }

    static boolean endsStatement(Token token) {
        return token.kind == SEMICOLON || token.kind == EOF;
    }

    static Position position(SqlParserPos pos) {
        return new Position(pos.getLineNum(), pos.getColumnNum(), pos.getEndLineNum(), pos.getEndColumnNum());
    }

    Position position(Token first, Token last) {
        return new Position(first.beginLine, first.beginColumn, last.endLine, last.endColumn);
    }

    /** The text of the script from one token to another, both included. */
    String text(Token first, Token last) {
        return source.text(position(first, last));
    }

    String string(Token quoted) {
        return SqlParserUtil.parseString(quoted.image);
    }

    String text(Position position) {
        return source.text(position);
    }

    PlanException failure(Position position, String message, String hint) {
        return new PlanException(message, hint, Optional.of(new PlanException.Location(script, position)));
    }

    String name(SqlIdentifier identifier) {
        if (!identifier.isSimple()) {
            throw failure(
                    position(identifier.getParserPosition()),
                    "name \"%s\" has %d parts: expected 1".formatted(identifier, identifier.names.size()),
                    "There are no catalogs and databases; leave out what stands before the last dot.");
        }
        return identifier.getSimple();
    }

    ParsedQuery query(Token first, Token last, SqlNode tree) {
        tree.accept(new QueryCheck(this));
        return new ParsedQuery(script, text(first, last), () -> tree);
    }

    Statement createView(
            Token first,
            Token last,
            boolean replace,
            boolean ifNotExists,
            SqlIdentifier name,
            List<SqlIdentifier> columns,
            ParsedQuery query) {
        return new Statement.CreateView(
                position(first, last), replace, ifNotExists, name(name), distinct(columns), query);
    }

    Statement createMaterializedView(
            Token first,
            Token last,
            boolean ifNotExists,
            SqlIdentifier name,
            List<SqlIdentifier> columns,
            ParsedQuery query) {
        return new Statement.CreateMaterializedView(
                position(first, last), ifNotExists, name(name), distinct(columns), query);
    }

    Statement createFunction(
            Token first, Token last, boolean ifNotExists, SqlIdentifier name, String type, List<String> jars) {
        return new Statement.CreateFunction(position(first, last), ifNotExists, name(name), type, List.copyOf(jars));
    }

    void checkLanguage(SqlIdentifier language) {
        if (!language.getSimple().equalsIgnoreCase("JAVA")) {
            throw failure(
                    position(language.getParserPosition()),
                    "functions in %s are not supported".formatted(language.getSimple()),
                    "Write the function in Java, or in another language of its virtual machine, and leave LANGUAGE out.");
        }
    }

    Statement.Insert insert(
            Token first,
            Token last,
            SqlIdentifier target,
            List<SqlIdentifier> columns,
            ParsedQuery query,
            Optional<Statement.Emit> emit,
            Optional<Statement.LateInto> late) {
        return new Statement.Insert(
                position(first, last),
                position(target.getParserPosition()),
                name(target),
                distinct(columns),
                query,
                emit,
                late);
    }

    private List<String> distinct(List<SqlIdentifier> columns) {
        Set<String> seen = new HashSet<>();
        for (SqlIdentifier column : columns) {
            if (!seen.add(name(column))) {
                throw failure(
                        position(column.getParserPosition()),
                        "column \"%s\" is listed twice".formatted(column),
                        "Leave one of them out.");
            }
        }
        return columns.stream().map(this::name).toList();
    }

    TableClauses table(SqlIdentifier name) {
        return new TableClauses(this, name(name));
    }

    /** Whether a list of names in parentheses follows, and not a query in parentheses. */
    static boolean startsNames(Token open, Token first, Token second) {
        boolean query = QUERY_STARTS.contains(first.kind) && second.kind != COMMA && second.kind != RPAREN;
        return open.kind == LPAREN && !query;
    }

    /** Whether a keyword stands where a name is declared: before a type, AS, or the end of a list item. */
    static boolean isReservedName(Token word, Token after) {
        return Words.isWord(word) && (Words.isWord(after) || after.kind == COMMA || after.kind == RPAREN);
    }

    void checkQueryFollows(Token token) {
        if (!startsQuery(token)) {
            throw failure(
                    SyntaxErrors.place(token),
                    "expected a query, got " + SyntaxErrors.got(token),
                    "A query starts with SELECT or WITH.");
        }
    }

    /** A query cannot be told from an expression by the grammar; quotes and hints have messages of their own. */
    private static boolean startsQuery(Token token) {
        return QUERY_STARTS.contains(token.kind) || SyntaxErrors.hasOwnMessage(token);
    }

    void checkInsertGoesOn(Token token, SqlIdentifier target) {
        if (token.kind == PARTITION) {
            throw failure(
                    position(token, token),
                    "clause PARTITION of INSERT is not supported",
                    "Select a value for the column like for the others.");
        }
        if (!startsQuery(token)) {
            throw failure(
                    SyntaxErrors.place(token),
                    "expected a query after INSERT INTO \"%s\", got %s".formatted(target, SyntaxErrors.got(token)),
                    "Write INSERT INTO %s SELECT … FROM …".formatted(target));
        }
    }

    void checkExplained(Token token) {
        if (!startsQuery(token) && token.kind != INSERT && token.kind != EXECUTE && token.kind != BEGIN) {
            throw failure(
                    SyntaxErrors.place(token),
                    "expected INSERT, a query or EXECUTE STATEMENT SET after EXPLAIN, got " + SyntaxErrors.got(token),
                    "Only what runs has a plan.");
        }
    }

    void refuseTableClause(Token first, Token second) {
        String word = first.image.toUpperCase(Locale.ROOT);
        if (word.equals("DISTRIBUTED") && (second.kind == BY || second.kind == INTO)) {
            throw failure(
                    position(first, second),
                    "clause %s %s is not supported yet".formatted(word, second.image.toUpperCase(Locale.ROOT)),
                    "It comes with a later release; leave it out.");
        }
    }

    void refuseUnique(Token token) {
        if (token.kind == UNIQUE) {
            throw failure(
                    position(token, token),
                    "constraint UNIQUE is not supported",
                    "Tables have a PRIMARY KEY (…) NOT ENFORCED only.");
        }
    }

    void refuseEnforced(Token token) {
        throw failure(
                position(token, token),
                "primary key cannot be ENFORCED: expected NOT ENFORCED",
                "Sluice does not own the rows of a table, so it cannot check its key; write NOT ENFORCED.");
    }

    void checkOptionText(Token token, boolean key) {
        boolean looksLikeOption = Words.isWord(token)
                || token.kind == BACK_QUOTED_IDENTIFIER
                || token.kind == UNSIGNED_INTEGER_LITERAL
                || token.kind == DECIMAL_NUMERIC_LITERAL;
        if (looksLikeOption) {
            throw failure(
                    position(token, token),
                    "expected the %s of an option as a string, got %s"
                            .formatted(key ? "name" : "value", SyntaxErrors.got(token)),
                    "Options are written 'name' = 'value', both with single quotes.");
        }
    }

    void checkRawText(Token token, boolean key) {
        boolean missing = endsStatement(token) || key && token.kind == EQ;
        if (missing || SyntaxErrors.hasOwnMessage(token)) {
            throw failure(
                    SyntaxErrors.place(token),
                    "expected the %s of a setting, got %s".formatted(key ? "name" : "value", SyntaxErrors.got(token)),
                    "Settings are written SET 'name' = 'value'.");
        }
    }
}
