package io.sluice.planner.validate;

import io.sluice.planner.function.PercentileLists;
import io.sluice.planner.plan.AggregateCall.Function;
import io.sluice.planner.plan.SortKey;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.sql.SqlAggFunction;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlFunctionCategory;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlOperatorBinding;
import org.apache.calcite.sql.type.OperandTypes;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.sql.validate.SqlValidator;
import org.apache.calcite.sql.validate.SqlValidatorScope;
import org.apache.calcite.util.Optionality;

/**
 * An aggregate that Calcite does not have, or has with other types or an order that it would handle itself. Its operands are the
 * value and then what the values are ordered by. How it is called apart from them is part of its name, so that two calls are equal
 * only if they mean the same.
 */
public final class StreamAggregate extends SqlAggFunction {
    private static final long serialVersionUID = 1L;

    private final transient String sqlName;
    private final transient Function function;
    private final transient List<SortKey> order;
    private final transient Optional<Object> parameter;
    private final transient Nulls nulls;
    private final transient boolean filtered;

    /** Which rows do not count. */
    public enum Nulls {
        /** Those where the value is NULL. */
        OF_THE_VALUE,
        /** Those where what it is ordered by is NULL. */
        OF_THE_ORDER,
        /** None. */
        COUNT
    }

    /**
     * @param sqlName as a person writes it
     * @param order keys by their number among what the values are ordered by
     * @param parameter a {@code String} or a {@code Double}
     */
    StreamAggregate(String sqlName, Function function, List<SortKey> order, Optional<Object> parameter, Nulls nulls) {
        this(sqlName, function, order, parameter, nulls, false);
    }

    private StreamAggregate(
            String sqlName,
            Function function,
            List<SortKey> order,
            Optional<Object> parameter,
            Nulls nulls,
            boolean filtered) {
        super(
                name(sqlName, order, parameter, nulls) + (filtered ? "/FILTER" : ""),
                null,
                SqlKind.OTHER_FUNCTION,
                binding -> type(sqlName, function, parameter, binding),
                null,
                OperandTypes.VARIADIC,
                SqlFunctionCategory.USER_DEFINED_FUNCTION,
                false,
                false,
                Optionality.FORBIDDEN);
        this.sqlName = sqlName;
        this.function = function;
        this.order = List.copyOf(order);
        this.parameter = parameter;
        this.nulls = nulls;
        this.filtered = filtered;
    }

    /** The same with one more operand: only rows where it is TRUE count. With OVER, where Calcite has no FILTER. */
    StreamAggregate withFilter() {
        return new StreamAggregate(sqlName, function, order, parameter, nulls, true);
    }

    private static String name(String sqlName, List<SortKey> order, Optional<Object> parameter, Nulls nulls) {
        String keys = order.stream()
                .map(key -> key.column() + (key.descending() ? "d" : "a") + (key.nullsLast() ? "l" : "f"))
                .collect(Collectors.joining());
        return sqlName + "/" + keys + "/" + nulls + "/" + parameter.orElse("");
    }

    private static RelDataType type(
            String sqlName, Function function, Optional<Object> parameter, SqlOperatorBinding binding) {
        RelDataTypeFactory types = binding.getTypeFactory();
        RelDataType number = types.createSqlType(SqlTypeName.DOUBLE);
        if (sqlName.equals("PERCENTILE") && parameter.orElseThrow() instanceof String fractions) {
            RelDataType several = PercentileLists.isOne(fractions) ? number : types.createArrayType(number, -1);
            return types.createTypeWithNullability(several, true);
        }
        RelDataType type =
                switch (function) {
                    case ARRAY_AGG -> list(sqlName, binding);
                    case LISTAGG -> types.createSqlType(SqlTypeName.VARCHAR);
                    case PERCENTILE_CONT -> number;
                    case SUM -> types.getTypeSystem().deriveSumType(types, binding.getOperandType(0));
                    case AVG -> types.getTypeSystem().deriveAvgAggType(types, binding.getOperandType(0));
                    default -> function.isOfPairs()
                            ? types.createSqlType(SqlTypeName.DOUBLE)
                            : binding.getOperandType(0);
                };
        return types.createTypeWithNullability(type, true);
    }

    private static RelDataType list(String sqlName, SqlOperatorBinding binding) {
        return sqlName.equals("FUSION")
                ? binding.getOperandType(0)
                : binding.getTypeFactory().createArrayType(element(sqlName, binding), -1);
    }

    /** A MULTISET has no NULLs, nor have Spark's lists. */
    private static RelDataType element(String sqlName, SqlOperatorBinding binding) {
        RelDataType value = binding.getOperandType(0);
        return sqlName.startsWith("COLLECT") ? binding.getTypeFactory().createTypeWithNullability(value, false) : value;
    }

    /** No table of operators has it. */
    @Override
    public RelDataType deriveType(SqlValidator validator, SqlValidatorScope scope, SqlCall call) {
        call.getOperandList().forEach(operand -> validator.deriveType(scope, operand));
        return validateOperands(validator, scope, call);
    }

    public Function function() {
        return function;
    }

    public List<SortKey> order() {
        return order;
    }

    public Optional<Object> parameter() {
        return parameter;
    }

    public Nulls nulls() {
        return nulls;
    }

    /** Whether the last operand says which rows count. */
    public boolean filtered() {
        return filtered;
    }

    /** A percentile that is computed once for each of several fractions. */
    public boolean isOfSeveralFractions() {
        return function == Function.PERCENTILE_CONT && parameter.orElseThrow() instanceof String;
    }

    /** As a person writes it. */
    public String sqlName() {
        return sqlName;
    }
}
