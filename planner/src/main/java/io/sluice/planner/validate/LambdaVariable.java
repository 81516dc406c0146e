package io.sluice.planner.validate;

import static java.util.Objects.requireNonNull;

import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlFunction;
import org.apache.calcite.sql.SqlFunctionCategory;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.type.OperandTypes;
import org.apache.calcite.sql.type.ReturnTypes;
import org.apache.calcite.sql.validate.SqlValidator;
import org.apache.calcite.sql.validate.SqlValidatorScope;

/** A parameter of a lambda where it is used: a call without arguments. */
public final class LambdaVariable extends SqlFunction {
    private static final long serialVersionUID = 1L;

    private final LambdaOperator owner;
    private final int lambda;
    private final int place;

    LambdaVariable(LambdaOperator owner, int lambda, int place) {
        super(
                requireNonNull(owner, "owner").parameters(lambda).get(place),
                SqlKind.OTHER_FUNCTION,
                ReturnTypes.BOOLEAN,
                null,
                OperandTypes.NILADIC,
                SqlFunctionCategory.USER_DEFINED_FUNCTION);
        this.owner = owner;
        this.lambda = lambda;
        this.place = place;
    }

    /** Whether it is a parameter of a lambda of the call. */
    public boolean isOf(LambdaOperator call, int ofLambda, int atPlace) {
        return owner == call && lambda == ofLambda && place == atPlace;
    }

    @Override
    public RelDataType deriveType(SqlValidator validator, SqlValidatorScope scope, SqlCall call) {
        RelDataType type = owner.parameter(lambda, place, validator, scope);
        validator.setValidatedNodeType(call, type);
        return type;
    }
}
