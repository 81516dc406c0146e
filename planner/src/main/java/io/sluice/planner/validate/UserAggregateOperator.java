package io.sluice.planner.validate;

import static java.util.Objects.requireNonNull;

import io.sluice.planner.function.Argument;
import io.sluice.planner.udf.UserFunction;
import java.util.List;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.sql.SqlAggFunction;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlFunctionCategory;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlOperatorBinding;
import org.apache.calcite.sql.type.OperandTypes;
import org.apache.calcite.sql.validate.SqlValidator;
import org.apache.calcite.sql.validate.SqlValidatorScope;
import org.apache.calcite.util.Optionality;

/** An aggregate function of a user as the validator sees it. */
public final class UserAggregateOperator extends SqlAggFunction {
    private static final long serialVersionUID = 1L;

    private final transient UserFunction function;
    private final transient boolean filtered;

    UserAggregateOperator(UserFunction function) {
        this(function, false);
    }

    private UserAggregateOperator(UserFunction function, boolean filtered) {
        super(
                requireNonNull(function, "function").name() + (filtered ? "/FILTER" : ""),
                null,
                SqlKind.OTHER_FUNCTION,
                UserAggregateOperator::resultType,
                RegisterFunction::nullsAsText,
                OperandTypes.VARIADIC,
                SqlFunctionCategory.USER_DEFINED_FUNCTION,
                false,
                false,
                Optionality.FORBIDDEN);
        this.function = function;
        this.filtered = filtered;
    }

    /** The same with one more operand: only rows where it is TRUE count. With OVER, where Calcite has no FILTER. */
    UserAggregateOperator withFilter() {
        return new UserAggregateOperator(function, true);
    }

    /** Whether the last operand says which rows count. */
    public boolean filtered() {
        return filtered;
    }

    public UserFunction function() {
        return function;
    }

    private static RelDataType resultType(SqlOperatorBinding binding) {
        UserAggregateOperator operator = (UserAggregateOperator) binding.getOperator();
        List<Argument> operands = RegisterFunction.arguments(binding);
        List<Argument> arguments = operator.filtered ? operands.subList(0, operands.size() - 1) : operands;
        return SqlTypes.toSql(operator.function.bindAggregate(arguments).type(), binding.getTypeFactory());
    }

    /** No table of operators has it. */
    @Override
    public RelDataType deriveType(SqlValidator validator, SqlValidatorScope scope, SqlCall call) {
        call.getOperandList().forEach(operand -> validator.deriveType(scope, operand));
        return validateOperands(validator, scope, call);
    }
}
