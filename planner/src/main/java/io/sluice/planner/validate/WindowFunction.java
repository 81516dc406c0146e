package io.sluice.planner.validate;

import io.sluice.planner.plan.WindowSpec;
import java.util.Collections;
import java.util.List;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.rel.type.RelDataTypeField;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlCallBinding;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlIntervalLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlOperandCountRange;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.SqlOperatorBinding;
import org.apache.calcite.sql.SqlWindowTableFunction;
import org.apache.calcite.sql.type.SqlOperandCountRanges;
import org.apache.calcite.sql.type.SqlOperandMetadata;
import org.apache.calcite.sql.type.SqlReturnTypeInference;
import org.apache.calcite.sql.type.SqlTypeName;

/**
 * TUMBLE, HOP, CUMULATE and SESSION as table functions: the rows of a table with {@code window_start}, {@code window_end} and {@code
 * window_time} appended, all three of the type of the time column.
 */
public final class WindowFunction extends SqlWindowTableFunction {
    private static final long serialVersionUID = 1L;

    static final List<String> COLUMNS = List.of("window_start", "window_end", "window_time");

    static final WindowFunction TUMBLE = new WindowFunction(
            "TUMBLE", WindowSpec.Kind.SLIDING, List.of(PARAM_DATA, PARAM_TIMECOL, PARAM_SIZE, PARAM_OFFSET), 3);
    static final WindowFunction HOP = new WindowFunction(
            "HOP",
            WindowSpec.Kind.SLIDING,
            List.of(PARAM_DATA, PARAM_TIMECOL, PARAM_SLIDE, PARAM_SIZE, PARAM_OFFSET),
            4);

    static final WindowFunction CUMULATE = new WindowFunction(
            "CUMULATE",
            WindowSpec.Kind.CUMULATIVE,
            List.of(PARAM_DATA, PARAM_TIMECOL, "STEP", PARAM_SIZE, PARAM_OFFSET),
            4);

    /** The columns of PARTITION BY stand behind the time in its descriptor. */
    static final WindowFunction SESSION =
            new WindowFunction("SESSION", WindowSpec.Kind.SESSION, List.of(PARAM_DATA, PARAM_TIMECOL, "GAP"), 3);

    static final List<WindowFunction> ALL = List.of(TUMBLE, HOP, CUMULATE, SESSION);

    private final WindowSpec.Kind kind;
    private final transient List<String> parameters;
    private final int mandatory;

    private WindowFunction(String name, WindowSpec.Kind kind, List<String> parameters, int mandatory) {
        super(name, new Checker(parameters, mandatory));
        this.kind = kind;
        this.parameters = parameters;
        this.mandatory = mandatory;
    }

    /** The names that may be given with {@code =>}, in their order; the last may be left out. */
    List<String> parameters() {
        return parameters;
    }

    int mandatory() {
        return mandatory;
    }

    public WindowSpec.Kind kind() {
        return kind;
    }

    /** Whether an interval from window to window comes before the size. */
    public boolean hasSlide() {
        return parameters.size() == CUMULATE.parameters.size();
    }

    @Override
    public SqlReturnTypeInference getRowTypeInference() {
        return WindowFunction::rowType;
    }

    private static RelDataType rowType(SqlOperatorBinding binding) {
        SqlCallBinding call = (SqlCallBinding) binding;
        RelDataType input = binding.getOperandType(0);
        RelDataTypeFactory factory = binding.getTypeFactory();
        RelDataType time = factory.createTypeWithNullability(timeColumn(call, input), false);
        RelDataTypeFactory.Builder row =
                factory.builder().kind(input.getStructKind()).addAll(input.getFieldList());
        COLUMNS.forEach(name -> row.add(name, time));
        return row.build();
    }

    private static RelDataTypeField column(SqlCallBinding call, RelDataType input, int index) {
        SqlIdentifier name = ((SqlCall) call.operand(1)).operand(index);
        RelDataTypeField field = input.getField(name.getSimple(), true, false);
        if (field == null) {
            throw new Misfit(
                    name,
                    "column \"%s\" is not in the table of %s%s"
                            .formatted(
                                    name,
                                    call.getOperator().getName(),
                                    Names.nearest(name.getSimple(), input.getFieldNames())),
                    Names.all("columns", input.getFieldNames(), ""));
        }
        return field;
    }

    private static RelDataType timeColumn(SqlCallBinding call, RelDataType input) {
        String function = call.getOperator().getName();
        SqlIdentifier name = ((SqlCall) call.operand(1)).operand(0);
        RelDataTypeField field = column(call, input, 0);
        SqlTypeName type = field.getType().getSqlTypeName();
        if (type != SqlTypeName.TIMESTAMP && type != SqlTypeName.TIMESTAMP_WITH_LOCAL_TIME_ZONE) {
            throw new Misfit(
                    name,
                    "column \"%s\" cannot be the time of %s: expected TIMESTAMP or TIMESTAMP_LTZ, got %s"
                            .formatted(name, function, TypeRules.shown(field.getType())),
                    "Add a computed column to the table, such as t AS TO_TIMESTAMP(%s), and a watermark for it."
                            .formatted(name));
        }
        return field.getType();
    }

    /** Windows begin and end at values that the time column can have. */
    private static void checkPrecision(SqlCallBinding call, RelDataType time) {
        for (SqlNode operand : call.operands().subList(2, call.getOperandCount())) {
            IntervalText interval =
                    IntervalText.of((SqlIntervalLiteral) operand).orElseThrow();
            if (interval.fractionDigits() > time.getPrecision()) {
                throw new Misfit(
                        operand,
                        "an interval of %s is finer than its time, which is %s"
                                .formatted(call.getOperator().getName(), TypeRules.shown(time)),
                        "Cast the column in a computed column: CAST(… AS %s(6))."
                                .formatted(
                                        time.getSqlTypeName() == SqlTypeName.TIMESTAMP
                                                ? "TIMESTAMP"
                                                : "TIMESTAMP_LTZ"));
            }
        }
    }

    /** An argument that does not fit; whoever knows the script makes a report of it. */
    static final class Misfit extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private final transient SqlNode node;
        private final String hint;

        Misfit(SqlNode node, String message, String hint) {
            super(message);
            this.node = node;
            this.hint = hint;
        }

        SqlNode node() {
            return node;
        }

        String hint() {
            return hint;
        }
    }

    /** The rewriter has given the operands their form; what is left is the time column. */
    private record Checker(List<String> paramNames, int mandatory) implements SqlOperandMetadata {
        @Override
        public boolean checkOperandTypes(SqlCallBinding call, boolean throwOnFailure) {
            RelDataType input = call.getOperandType(0);
            checkPrecision(call, timeColumn(call, input));
            for (int i = 1; i < ((SqlCall) call.operand(1)).operandCount(); i++) {
                column(call, input, i);
            }
            return true;
        }

        @Override
        public SqlOperandCountRange getOperandCountRange() {
            return SqlOperandCountRanges.between(mandatory, paramNames.size());
        }

        @Override
        public List<RelDataType> paramTypes(RelDataTypeFactory factory) {
            return Collections.nCopies(paramNames.size(), factory.createSqlType(SqlTypeName.ANY));
        }

        @Override
        public String getAllowedSignatures(SqlOperator operator, String name) {
            return name;
        }
    }
}
