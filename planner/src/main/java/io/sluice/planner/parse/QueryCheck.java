package io.sluice.planner.parse;

import io.sluice.planner.PlanException;
import java.util.Set;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlDataTypeSpec;
import org.apache.calcite.sql.SqlDynamicParam;
import org.apache.calcite.sql.SqlHint;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlSelect;
import org.apache.calcite.sql.SqlSelectKeyword;
import org.apache.calcite.sql.SqlUnknownLiteral;
import org.apache.calcite.sql.util.SqlBasicVisitor;

/** Refuses what Calcite can read in a query and we cannot run, where only the text tells: hints, parameters, types. */
final class QueryCheck extends SqlBasicVisitor<Void> {
    /** Literals that carry the name of their type. */
    private static final Set<String> LITERALS = Set.of("DATE", "TIME", "TIMESTAMP", "TIMESTAMP WITH LOCAL TIME ZONE");

    private final GrammarActions actions;

    QueryCheck(GrammarActions actions) {
        this.actions = actions;
    }

    @Override
    public Void visit(SqlCall call) {
        if (call instanceof SqlHint hint && !hint.getName().equalsIgnoreCase("STATE_TTL")) {
            throw actions.failure(
                    GrammarActions.position(hint.getParserPosition()),
                    "hint %s is not supported yet".formatted(hint.getName()),
                    "The only hint is STATE_TTL; options belong into the WITH of the table.");
        }
        if (call instanceof SqlSelect select && select.getModifierNode(SqlSelectKeyword.STREAM) != null) {
            throw actions.failure(
                    GrammarActions.position(
                            select.getModifierNode(SqlSelectKeyword.STREAM).getParserPosition()),
                    "SELECT STREAM is not supported",
                    "Write SELECT; every query is one over streams.");
        }
        return super.visit(call);
    }

    @Override
    public Void visit(SqlDataTypeSpec type) {
        new ColumnTypes(actions, "").of(type, true);
        return null;
    }

    @Override
    public Void visit(SqlLiteral literal) {
        if (literal instanceof SqlUnknownLiteral typed && !LITERALS.contains(typed.tag)) {
            throw refused(literal, typed.tag, "Use a DATE, a TIMESTAMP or a string.");
        }
        return null;
    }

    private PlanException refused(SqlLiteral literal, String type, String hint) {
        return actions.failure(
                GrammarActions.position(literal.getParserPosition()),
                "%s literals are not supported yet".formatted(type),
                hint);
    }

    @Override
    public Void visit(SqlDynamicParam param) {
        throw actions.failure(
                GrammarActions.position(param.getParserPosition()),
                "parameter ? is not supported",
                "Write the value, or a variable such as ${NAME} and --define NAME=VALUE.");
    }
}
