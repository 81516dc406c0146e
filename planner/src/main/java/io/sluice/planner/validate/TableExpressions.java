package io.sluice.planner.validate;

import io.sluice.planner.PlanException;
import io.sluice.planner.Position;
import io.sluice.planner.Script;
import io.sluice.planner.SourceText;
import io.sluice.planner.TableDefinition;
import io.sluice.planner.TableDefinition.ColumnDefinition;
import io.sluice.planner.TableDefinition.WatermarkDefinition;
import io.sluice.planner.TableResolver;
import io.sluice.planner.WatermarkOptions;
import io.sluice.planner.parse.StreamParser;
import io.sluice.planner.plan.Column;
import io.sluice.planner.plan.DataType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rel.core.TableScan;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlIntervalLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.parser.SqlParserPos;

/**
 * The expressions in a table's definition: computed columns, which read what the connector gives, and the watermark,
 * which reads all columns.
 */
public final class TableExpressions {
    /** Digits of an interval that no unit has too many of. */
    private static final Pattern SHORT_NUMBER = Pattern.compile("\\d{1,2}");

    private final TableDefinition table;
    private final Optional<Script> script;
    private final TableResolver resolver;

    /**
     * @param script where the table is defined; empty when that is past, and all expressions are known to be right
     * @param resolver knows the functions that users have created
     */
    public TableExpressions(TableDefinition table, Optional<Script> script, TableResolver resolver) {
        this.table = table;
        this.script = script;
        this.resolver = resolver;
    }

    /** The computed columns in their order, over the connector's columns. */
    public List<RexNode> computed() {
        List<Place> places = table.columns().stream()
                .filter(ColumnDefinition.Computed.class::isInstance)
                .map(ColumnDefinition.Computed.class::cast)
                .map(column -> place(column.expression(), column.position()))
                .toList();
        List<Column> columns = table.connectorColumns().stream()
                .map(column -> new Column(column.name(), column.type()))
                .toList();
        return places.isEmpty() ? List.of() : convert(places, columns);
    }

    /** The watermark, over all columns. */
    public RexNode watermark(WatermarkDefinition watermark) {
        return convert(List.of(place(watermark.expression(), watermark.position())), table.schema())
                .get(0);
    }

    /** The type of the watermark. A column, or one less an interval, needs no validator, which takes most of a start. */
    public DataType watermarkType(WatermarkDefinition watermark) {
        Place place = place(watermark.expression(), watermark.position());
        Optional<String> column = delayedColumn(StreamParser.expression(place.script, place.position));
        return table.schema().stream()
                .filter(candidate -> column.equals(Optional.of(candidate.name())))
                .map(Column::type)
                .findFirst()
                .orElseGet(() -> SqlTypes.toDataType(watermark(watermark).getType()));
    }

    /** The name in {@code name} and {@code name - INTERVAL '10' SECOND}; empty for all else. */
    private static Optional<String> delayedColumn(SqlNode expression) {
        if (expression instanceof SqlIdentifier name) {
            return name.isSimple() ? Optional.of(name.getSimple()) : Optional.empty();
        }
        if (expression instanceof SqlCall call
                && call.getOperator() == SqlStdOperatorTable.MINUS
                && call.operand(0) instanceof SqlIdentifier
                && call.operand(1) instanceof SqlIntervalLiteral literal
                && literal.getValue() instanceof SqlIntervalLiteral.IntervalValue interval
                && interval.getIntervalQualifier().isSingleDatetimeField()
                && SHORT_NUMBER.matcher(interval.getIntervalLiteral()).matches()) {
            return delayedColumn(call.operand(0));
        }
        return Optional.empty();
    }

    private List<RexNode> convert(List<Place> places, List<Column> columns) {
        ScriptErrors errors = new ScriptErrors(places.get(0).script);
        SqlNodeList expressions = new SqlNodeList(SqlParserPos.ZERO);
        for (int i = 0; i < places.size(); i++) {
            SqlNode parsed = StreamParser.expression(places.get(i).script, places.get(i).position);
            SqlNode expression = new ExpressionRewriter(
                            errors,
                            query -> {
                                throw errors.notYet(
                                        query,
                                        "a query in the expression of a column",
                                        "Join the table in the query that reads it.");
                            },
                            name -> resolver.function(name).map(UserOperator::new))
                    .rewrite(parsed);
            expressions.add(SqlStdOperatorTable.AS.createCall(
                    parsed.getParserPosition(),
                    expression,
                    new SqlIdentifier("expression" + i, parsed.getParserPosition())));
        }
        SqlNode query = select(expressions);
        RelNode rel =
                QueryValidator.convert(new StreamTable(table, false, WatermarkOptions.NONE, columns), errors, query);
        if (rel instanceof Project project && project.getInput() instanceof TableScan) {
            return project.getProjects();
        }
        throw errors.at(
                expressions.get(0),
                "an expression of table \"%s\" aggregates rows".formatted(table.name()),
                "Aggregate in a view over the table.");
    }

    private SqlNode select(SqlNodeList expressions) {
        SqlParserPos pos = SqlParserPos.sum(
                expressions.getList().stream().map(SqlNode::getParserPosition).toList());
        return QueryRewriter.select(pos, expressions, new SqlIdentifier(table.name(), pos), null);
    }

    private Place place(String expression, Position position) {
        if (script.isPresent() && !position.equals(Position.START)) {
            return new Place(script.get(), position);
        }
        Script own = new Script("table \"%s\"".formatted(table.name()), expression);
        return new Place(own, SourceText.of(expression).position(0, expression.length()));
    }

    private record Place(Script script, Position position) {}

    /** Where the error of an expression belongs. */
    public PlanException failure(String expression, Position position, String message, String hint) {
        Place place = place(expression, position);
        return new PlanException(message, hint, Optional.of(new PlanException.Location(place.script, place.position)));
    }

    /** The types of computed columns. */
    public List<DataType> computedTypes() {
        List<DataType> types = new ArrayList<>();
        computed().forEach(expression -> types.add(SqlTypes.toDataType(expression.getType())));
        return types;
    }
}
