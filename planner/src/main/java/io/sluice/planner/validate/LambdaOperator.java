package io.sluice.planner.validate;

import static java.util.Objects.requireNonNull;

import io.sluice.planner.PlanException;
import io.sluice.planner.function.CommonType;
import io.sluice.planner.function.LambdaFunction;
import io.sluice.planner.plan.DataType;
import io.sluice.planner.plan.TypeKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlFunction;
import org.apache.calcite.sql.SqlFunctionCategory;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.type.OperandTypes;
import org.apache.calcite.sql.type.ReturnTypes;
import org.apache.calcite.sql.util.SqlBasicVisitor;
import org.apache.calcite.sql.validate.SqlValidator;
import org.apache.calcite.sql.validate.SqlValidatorScope;

/**
 * One call of a function that takes lambdas. Its operands are the values and then the bodies of the lambdas, in which a {@link
 * LambdaVariable} stands for each parameter: so the validator knows a body as any expression, and columns in it are those of the
 * query. The types of the parameters follow from the values.
 */
public final class LambdaOperator extends SqlFunction {
    private static final long serialVersionUID = 1L;

    private final LambdaFunction function;
    private final transient List<List<String>> parameters;
    private final transient List<SqlNode> values;
    private transient Optional<Given> given = Optional.empty();

    /** The types of the values, and that of what is gathered. */
    private record Given(List<DataType> values, DataType accumulator) {}

    /**
     * @param parameters the names of each lambda's
     * @param values the arguments before the lambdas
     */
    LambdaOperator(LambdaFunction function, List<List<String>> parameters, List<SqlNode> values) {
        super(
                requireNonNull(function, "function") + "/" + parameters,
                SqlKind.OTHER_FUNCTION,
                ReturnTypes.ARG0,
                null,
                OperandTypes.VARIADIC,
                SqlFunctionCategory.USER_DEFINED_FUNCTION);
        this.function = function;
        this.parameters = List.copyOf(parameters);
        this.values = List.copyOf(values);
    }

    public LambdaFunction function() {
        return function;
    }

    /** The names of a lambda's parameters. */
    public List<String> parameters(int lambda) {
        return parameters.get(lambda);
    }

    public int lambdas() {
        return parameters.size();
    }

    @Override
    public RelDataType deriveType(SqlValidator validator, SqlValidatorScope scope, SqlCall call) {
        List<SqlNode> operands = call.getOperandList();
        given = Optional.of(new Given(
                valueTypes(validator, scope, operands.subList(0, function.valueCount())), accumulatorAtFirst()));
        if (function.finishes()) {
            gather(validator, scope, operands.get(function.valueCount()));
        }
        DataType body = DataType.of(TypeKind.BOOLEAN, true);
        for (SqlNode each : operands.subList(function.valueCount(), operands.size())) {
            RelDataType type = validator.deriveType(scope, each);
            if (SqlTypes.isNull(type)) {
                throw new PlanException(
                        "a lambda of %s gives NULL, which has no type".formatted(function),
                        "Write CAST(NULL AS …).",
                        Optional.empty());
            }
            body = SqlTypes.toDataType(type);
        }
        checkBody(body);
        RelDataType type = SqlTypes.toSql(function.result(given.get().values(), body), validator.getTypeFactory());
        validator.setValidatedNodeType(call, type);
        return type;
    }

    private static DataType accumulatorAtFirst() {
        return DataType.of(TypeKind.BOOLEAN, true);
    }

    private List<DataType> valueTypes(SqlValidator validator, SqlValidatorScope scope, List<SqlNode> nodes) {
        List<DataType> types = new ArrayList<>();
        for (SqlNode node : nodes) {
            types.add(SqlTypes.toDataType(validator.deriveType(scope, node)));
        }
        if (!function.accepts(types)) {
            throw new PlanException(
                    "%s does not take (%s) before its lambda"
                            .formatted(
                                    function.form(),
                                    types.stream()
                                            .map(type -> type.withNullable(true).toString())
                                            .collect(Collectors.joining(", "))),
                    "Look it up in docs/sql-functions.md.",
                    Optional.empty());
        }
        return types;
    }

    /** What is gathered has the type of the start at first; where a step gives a wider one, that. */
    private void gather(SqlValidator validator, SqlValidatorScope scope, SqlNode step) {
        List<DataType> types = given.orElseThrow().values();
        DataType start = types.get(1).withNullable(true);
        given = Optional.of(new Given(types, start));
        DataType first = SqlTypes.toDataType(validator.deriveType(scope, step));
        DataType wider = LambdaFunction.accumulator(start, first).orElseThrow(() -> misfit(start, first));
        if (wider.equals(start)) {
            return;
        }
        given = Optional.of(new Given(types, wider));
        step.accept(new Forgetting(validator));
        DataType second = SqlTypes.toDataType(validator.deriveType(scope, step));
        boolean fits = CommonType.of(List.of(wider, second))
                .filter(common -> common.kind() == wider.kind())
                .isPresent();
        if (!fits) {
            throw misfit(start, second);
        }
    }

    private PlanException misfit(DataType start, DataType step) {
        return new PlanException(
                "%s starts with %s and goes on with %s".formatted(function, start, step.withNullable(true)),
                "Cast the start, or what the lambda gives.",
                Optional.empty());
    }

    private void checkBody(DataType body) {
        boolean fits = function.tests()
                ? body.kind() == TypeKind.BOOLEAN
                : function != LambdaFunction.ARRAY_SORT || body.kind().isInteger();
        if (!fits) {
            throw new PlanException(
                    "the lambda of %s gives %s: expected %s"
                            .formatted(
                                    function, body.withNullable(true), function.tests() ? "a condition" : "an integer"),
                    "Write it as " + function.form() + ".",
                    Optional.empty());
        }
    }

    /** The type of a parameter. */
    RelDataType parameter(int lambda, int place, SqlValidator validator, SqlValidatorScope scope) {
        if (given.isEmpty()) {
            List<DataType> types = valueTypes(validator, scope, values);
            given = Optional.of(new Given(types, types.get(types.size() - 1).withNullable(true)));
        }
        Given known = given.get();
        DataType type =
                function.parameters(lambda, known.values(), known.accumulator()).get(place);
        return SqlTypes.toSql(type, validator.getTypeFactory());
    }

    /** Lets the validator derive types again. */
    private static final class Forgetting extends SqlBasicVisitor<Void> {
        private final SqlValidator validator;

        Forgetting(SqlValidator validator) {
            this.validator = validator;
        }

        @Override
        public Void visit(SqlIdentifier name) {
            validator.removeValidatedNodeType(name);
            return null;
        }

        @Override
        public Void visit(SqlCall call) {
            validator.removeValidatedNodeType(call);
            return super.visit(call);
        }
    }
}
