package io.sluice.planner.validate;

import static java.util.Objects.requireNonNull;

import io.sluice.planner.udf.UserFunction;
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

    UserAggregateOperator(UserFunction function) {
        super(
                requireNonNull(function, "function").name(),
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
    }

    public UserFunction function() {
        return function;
    }

    private static RelDataType resultType(SqlOperatorBinding binding) {
        UserFunction function = ((UserAggregateOperator) binding.getOperator()).function;
        return SqlTypes.toSql(
                function.bindAggregate(RegisterFunction.arguments(binding)).type(), binding.getTypeFactory());
    }

    /** No table of operators has it. */
    @Override
    public RelDataType deriveType(SqlValidator validator, SqlValidatorScope scope, SqlCall call) {
        call.getOperandList().forEach(operand -> validator.deriveType(scope, operand));
        return validateOperands(validator, scope, call);
    }
}
