package io.sluice.planner.validate;

import static java.util.Objects.requireNonNull;

import io.sluice.planner.udf.UserFunction;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlFunction;
import org.apache.calcite.sql.SqlFunctionCategory;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlOperatorBinding;
import org.apache.calcite.sql.type.OperandTypes;
import org.apache.calcite.sql.validate.SqlValidator;
import org.apache.calcite.sql.validate.SqlValidatorScope;

/** A function of a user as the validator sees it. It is not in the table of operators: calls have it from the start. */
public final class UserOperator extends SqlFunction {
    private static final long serialVersionUID = 1L;

    private final transient UserFunction function;

    UserOperator(UserFunction function) {
        super(
                requireNonNull(function, "function").name(),
                SqlKind.OTHER_FUNCTION,
                UserOperator::resultType,
                RegisterFunction::nullsAsText,
                OperandTypes.VARIADIC,
                SqlFunctionCategory.USER_DEFINED_FUNCTION);
        this.function = function;
    }

    public UserFunction function() {
        return function;
    }

    private static RelDataType resultType(SqlOperatorBinding binding) {
        UserFunction function = ((UserOperator) binding.getOperator()).function;
        return SqlTypes.toSql(function.bind(RegisterFunction.arguments(binding)).type(), binding.getTypeFactory());
    }

    @Override
    public boolean isDeterministic() {
        return function.deterministic();
    }

    @Override
    public RelDataType deriveType(SqlValidator validator, SqlValidatorScope scope, SqlCall call) {
        for (SqlNode operand : call.getOperandList()) {
            validator.deriveType(scope, operand);
        }
        return validateOperands(validator, scope, call);
    }
}
