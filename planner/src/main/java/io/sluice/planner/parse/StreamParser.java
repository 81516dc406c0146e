package io.sluice.planner.parse;

import io.sluice.planner.ParsedQuery;
import io.sluice.planner.PlanException;
import io.sluice.planner.Position;
import io.sluice.planner.Script;
import io.sluice.planner.Statement;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.avatica.util.Casing;
import org.apache.calcite.runtime.CalciteContextException;
import org.apache.calcite.sql.SqlNode;

/**
 * Reads SQL. The first mistake ends it with a {@link PlanException}; nothing else is thrown. Names keep their case;
 * positions are those of the script. One instance reads one text once.
 */
public final class StreamParser {
    private static final int MAX_NAME_LENGTH = 256;

    static {
        CalciteProperties.load();
    }

    private final Script script;
    private final ContextualTokens tokens;
    private final GeneratedParser parser;
    private final GrammarActions actions;
    private final SyntaxErrors errors;

    /** A production of the grammar. */
    private interface Production<T> {
        T read() throws ParseException;
    }

    private StreamParser(Script script) {
        this.script = script;
        this.tokens = new ContextualTokens(stream(script.text()));
        this.parser = new GeneratedParser(tokens);
        this.actions = new GrammarActions(script);
        this.errors = new SyntaxErrors(actions, script);
        parser.setQuotedCasing(Casing.UNCHANGED);
        parser.setUnquotedCasing(Casing.UNCHANGED);
        parser.setIdentifierMaxLength(MAX_NAME_LENGTH);
        parser.setConformance(StreamConformance.INSTANCE);
    }

    private static SimpleCharStream stream(String text) {
        SimpleCharStream stream = new SimpleCharStream(new StringReader(text), 1, 1);
        stream.setTabSize(1);
        return stream;
    }

    /** The statements of a script. */
    public static List<Statement> statements(Script script) {
        return new StreamParser(script).statements();
    }

    /** The query of a view, from its text alone. */
    public static ParsedQuery query(Script script) {
        StreamParser reader = new StreamParser(script);
        return reader.read(() -> reader.parser.QueryAndEnd(reader.actions));
    }

    /**
     * The expression at a place of a script, such as that of a computed column; positions in the result and in errors are
     * those of the script.
     */
    public static SqlNode expression(Script script, Position position) {
        StreamParser reader = new StreamParser(new Script(script.name(), Blanked.allBut(script.text(), position)));
        return reader.read(() -> reader.checked(reader.parser.SqlExpressionEof()));
    }

    private SqlNode checked(SqlNode expression) {
        expression.accept(new QueryCheck(actions));
        return expression;
    }

    private List<Statement> statements() {
        List<Statement> statements = new ArrayList<>();
        while (read(this::hasStatement)) {
            statements.add(read(() -> parser.StatementAndEnd(actions)));
        }
        return List.copyOf(statements);
    }

    private boolean hasStatement() {
        while (parser.getToken(1).kind == GeneratedParserConstants.SEMICOLON) {
            parser.getNextToken();
        }
        if (parser.getToken(1).kind == GeneratedParserConstants.EOF) {
            return false;
        }
        StatementKinds.check(actions, parser);
        return true;
    }

    private <T> T read(Production<T> production) {
        Token before = parser.getToken(0);
        try {
            return production.read();
        } catch (ParseException e) {
            throw errors.of(e, before.next);
        } catch (TokenMgrError e) {
            throw errors.of(e, tokens.last());
        } catch (CalciteContextException e) {
            throw errors.of(e);
        } catch (StackOverflowError e) {
            throw refused("statement is nested too deeply");
        } catch (PlanException e) {
            throw e;
        } catch (RuntimeException e) {
            throw refused(SyntaxErrors.ownWords(String.valueOf(e.getMessage())));
        }
    }

    private PlanException refused(String message) {
        return actions.failure(SyntaxErrors.place(parser.getToken(0)), message, "");
    }
}
