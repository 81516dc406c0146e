package io.sluice.planner.validate;

import io.sluice.planner.PlanException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.calcite.runtime.CalciteContextException;
import org.apache.calcite.runtime.CalciteException;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlSelect;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.util.SqlBasicVisitor;

/** What Calcite's validator complains about, in our words. */
final class ValidationErrors {
    private final ScriptErrors errors;
    private final StreamValidator validator;
    private final SqlNode query;

    /** A complaint: Calcite's text, our message with its groups, our hint. */
    private record Rule(Pattern pattern, String message, String hint) {
        static Rule of(String pattern, String message, String hint) {
            return new Rule(Pattern.compile(pattern, Pattern.DOTALL), message, hint);
        }
    }

    private static final Pattern MISSING_COLUMN = Pattern.compile(
            "Column '([^']*)' not found in (?:any table|table '([^']*)').*|Unknown identifier '([^']*)'.*"
                    + "|The definition of column '([^']*)' depends on itself.*",
            Pattern.DOTALL);

    private static final List<Rule> RULES = List.of(
            Rule.of(
                    "Table '([^']*)' not found.*",
                    "there is no table or alias \"%1$s\" in FROM",
                    "Write the column without it, or give the table in FROM this alias."),
            Rule.of(
                    "Column '([^']*)' is ambiguous.*",
                    "column \"%1$s\" is there more than once",
                    "Say which one by a table's name or alias before it."),
            Rule.of(
                    "Expression '(.*)' is not being grouped.*",
                    "%1$s is neither grouped nor aggregated",
                    "Add it to GROUP BY, or wrap it in an aggregate such as MAX."),
            Rule.of(
                    "Aggregate expression is illegal in (.*) clause",
                    "an aggregate stands in %1$s",
                    "Filter on aggregates in HAVING, or in a query around this one."),
            Rule.of(
                    "Aggregate expressions cannot be nested",
                    "an aggregate stands inside an aggregate",
                    "Compute the inner one in a query in FROM."),
            Rule.of(
                    "(WHERE|HAVING|FILTER) clause must be a condition.*",
                    "the condition of %1$s is not BOOLEAN",
                    "Compare with something, such as x = 1."),
            Rule.of("Expected a boolean type", "a condition is not BOOLEAN", "Compare with something, such as x = 1."),
            Rule.of(
                    "ELSE clause or at least one THEN clause must be non-NULL",
                    "all branches are NULL, so there is no type",
                    "Cast one of them: CAST(NULL AS …)."),
            Rule.of(
                    "Values in expression list must have compatible types",
                    "the values of IN have types that do not go together",
                    "Cast them to one type: CAST(… AS …)."),
            Rule.of(
                    "FILTER expression must be of type BOOLEAN",
                    "the condition of FILTER is not BOOLEAN",
                    "Compare with something, such as x = 1."),
            Rule.of(
                    "Illegal mixing of types in CASE or COALESCE statement",
                    "the branches have types that do not go together",
                    "Cast them to one type: CAST(… AS …)."),
            Rule.of(
                    "Column count mismatch in (.*)",
                    "the queries of %1$s do not have the same number of columns",
                    "Select NULL or a constant for what one of them does not have."),
            Rule.of(
                    "Type mismatch in column (\\d+) of (.*)",
                    "column %1$s has types in the queries of %2$s that do not go together",
                    "Cast them to one type: CAST(… AS …)."),
            Rule.of(
                    "Values passed to .* operator must have compatible types",
                    "the values of IN have types that do not go together",
                    "Cast them to one type: CAST(… AS …)."),
            Rule.of(
                    "Cannot apply '([^']*)' to arguments of type '(.*)'\\. Supported form\\(s\\).*",
                    "%1$s does not take what it is given: %2$s",
                    "Cast the arguments: CAST(… AS …)."),
            Rule.of(
                    "Invalid number of arguments to function '([^']*)'\\. Was expecting (\\d+) arguments",
                    "%1$s takes %2$s arguments",
                    "Give as many."),
            Rule.of(
                    "Duplicate relation name '([^']*)' in FROM clause",
                    "\"%1$s\" is there twice in FROM",
                    "Give one an alias."),
            Rule.of(
                    "Illegal use of 'NULL'",
                    "NULL has no type here",
                    "Write CAST(NULL AS …), or leave the column out of INSERT INTO t (…)."),
            Rule.of(
                    "Ordinal out of range.*",
                    "GROUP BY names a column by a number that SELECT does not have",
                    "Count the columns of SELECT from 1."),
            Rule.of(
                    "Illegal .*literal '?([^']*)'?.*",
                    "'%1$s' is not a value of the literal's type",
                    "Write DATE '2026-11-21', TIMESTAMP '2026-11-21 08:30:00.123'."));

    ValidationErrors(ScriptErrors errors, StreamValidator validator, SqlNode query) {
        this.errors = errors;
        this.validator = validator;
        this.query = query;
    }

    PlanException of(CalciteContextException e) {
        SqlParserPos pos = new SqlParserPos(e.getPosLine(), e.getPosColumn(), e.getEndPosLine(), e.getEndPosColumn());
        String text = e.getCause() == null
                ? String.valueOf(e.getMessage())
                : String.valueOf(e.getCause().getMessage());
        return of(pos, text);
    }

    PlanException of(CalciteException e, SqlNode node) {
        return of(node.getParserPosition(), String.valueOf(e.getMessage()));
    }

    private PlanException of(SqlParserPos pos, String text) {
        Matcher missing = MISSING_COLUMN.matcher(text);
        if (missing.matches()) {
            String name = Stream.of(1, 3, 4)
                    .map(missing::group)
                    .filter(Objects::nonNull)
                    .findFirst()
                    .orElseThrow();
            return missingColumn(name, pos);
        }
        for (Rule rule : RULES) {
            Matcher matcher = rule.pattern.matcher(text);
            if (matcher.matches()) {
                Object[] groups = new Object[matcher.groupCount()];
                for (int i = 0; i < groups.length; i++) {
                    groups[i] = ownTypes(matcher.group(i + 1));
                }
                return errors.at(pos, rule.message.formatted(groups), rule.hint);
            }
        }
        return errors.at(pos, "the query does not hold together: " + lowerFirst(text), "");
    }

    /** Types as we call them. */
    private static String ownTypes(String text) {
        return text.replace("VARCHAR(" + Integer.MAX_VALUE + ")", "STRING")
                .replace("INTEGER", "INT")
                .replace("TIMESTAMP_WITH_LOCAL_TIME_ZONE", "TIMESTAMP_LTZ");
    }

    /** A fault of ours: whatever happens, the user learns which query it was. */
    PlanException ofFault(Throwable fault) {
        PlanException exception = errors.at(
                query,
                "the query cannot be planned: %s".formatted(fault),
                "This is a fault of the planner; write the query in another way, and report it.");
        exception.initCause(fault);
        return exception;
    }

    private static String lowerFirst(String text) {
        String line = text.lines().findFirst().orElse("");
        return line.isEmpty() ? line : Character.toLowerCase(line.charAt(0)) + line.substring(1);
    }

    private PlanException missingColumn(String name, SqlParserPos pos) {
        Optional<SqlSelect> select = enclosing(pos);
        List<String> columns = select.map(validator::columnsOf).orElse(List.of());
        String where = select.flatMap(validator::tableOf)
                .map("in table \"%s\""::formatted)
                .orElse("in what FROM gives");
        return errors.at(
                pos,
                "column \"%s\" is not %s%s".formatted(name, where, Names.nearest(name, columns)),
                Names.all("columns", columns, ""));
    }

    /** The innermost SELECT around a place. */
    private Optional<SqlSelect> enclosing(SqlParserPos pos) {
        List<SqlSelect> found = new ArrayList<>();
        query.accept(new SqlBasicVisitor<Void>() {
            @Override
            public Void visit(SqlCall call) {
                if (call instanceof SqlSelect select && contains(select.getParserPosition(), pos)) {
                    found.add(select);
                }
                return super.visit(call);
            }
        });
        return found.isEmpty() ? Optional.empty() : Optional.of(found.get(found.size() - 1));
    }

    private static boolean contains(SqlParserPos outer, SqlParserPos inner) {
        boolean starts = outer.getLineNum() < inner.getLineNum()
                || outer.getLineNum() == inner.getLineNum() && outer.getColumnNum() <= inner.getColumnNum();
        boolean ends = outer.getEndLineNum() > inner.getEndLineNum()
                || outer.getEndLineNum() == inner.getEndLineNum() && outer.getEndColumnNum() >= inner.getEndColumnNum();
        return starts && ends;
    }
}
