package io.sluice.planner.validate;

import io.sluice.planner.function.LambdaFunction;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.apache.calcite.sql.SqlBasicCall;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlLambda;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.parser.SqlParserPos;

/** Calls of functions that take lambdas, and the names of their parameters while the bodies are rewritten. */
final class LambdaCalls {
    private final ScriptErrors errors;
    private final UnaryOperator<SqlNode> rewrite;
    private final Deque<Map<String, LambdaVariable>> scopes = new ArrayDeque<>();

    /** @param rewrite brings an expression into the form that the validator knows */
    LambdaCalls(ScriptErrors errors, UnaryOperator<SqlNode> rewrite) {
        this.errors = errors;
        this.rewrite = rewrite;
    }

    /** Whether the body of a lambda is rewritten. */
    boolean isInBody() {
        return !scopes.isEmpty();
    }

    /** A parameter of a lambda around the name, or a field of one; empty if it is none. */
    Optional<SqlNode> variable(SqlIdentifier name) {
        for (Map<String, LambdaVariable> scope : scopes) {
            LambdaVariable variable = scope.get(name.names.get(0));
            if (variable != null) {
                SqlNode node = new SqlBasicCall(variable, List.of(), name.getParserPosition());
                for (int i = 1; i < name.names.size(); i++) {
                    SqlParserPos pos = name.getComponentParserPosition(i);
                    node = SqlStdOperatorTable.DOT.createCall(pos, node, new SqlIdentifier(name.names.get(i), pos));
                }
                return Optional.of(node);
            }
        }
        return Optional.empty();
    }

    RuntimeException stray(SqlCall lambda) {
        return errors.at(
                lambda,
                "a lambda stands where none is expected",
                "Lambdas are arguments of %s."
                        .formatted(Arrays.stream(LambdaFunction.values())
                                .map(LambdaFunction::name)
                                .collect(Collectors.joining(", "))));
    }

    RuntimeException query(SqlNode query) {
        return errors.notYet(query, "a query inside a lambda", "Join with it below, and give the lambda the column.");
    }

    /** The call, if it is of a function that takes lambdas. */
    Optional<SqlNode> of(String name, SqlCall call) {
        Optional<LambdaFunction> found = LambdaFunction.find(name);
        List<SqlNode> operands = call.getOperandList();
        boolean overloaded = name.equals(LambdaFunction.ARRAY_SORT.name())
                && operands.stream().noneMatch(SqlLambda.class::isInstance);
        if (found.isEmpty() || overloaded) {
            return Optional.empty();
        }
        LambdaFunction function = found.get();
        List<List<String>> parameters = parameters(function, call);
        List<SqlNode> rewritten = new ArrayList<>();
        for (SqlNode value : operands.subList(0, function.valueCount())) {
            rewritten.add(rewrite.apply(value));
        }
        LambdaOperator operator = new LambdaOperator(function, parameters, rewritten);
        for (int i = 0; i < parameters.size(); i++) {
            Map<String, LambdaVariable> scope = new HashMap<>();
            for (int j = 0; j < parameters.get(i).size(); j++) {
                scope.put(parameters.get(i).get(j), new LambdaVariable(operator, i, j));
            }
            scopes.push(scope);
            rewritten.add(rewrite.apply(((SqlLambda) operands.get(function.valueCount() + i)).getExpression()));
            scopes.pop();
        }
        return Optional.of(new SqlBasicCall(operator, rewritten, call.getParserPosition()));
    }

    private List<List<String>> parameters(LambdaFunction function, SqlCall call) {
        List<SqlNode> operands = call.getOperandList();
        int lambdas = operands.size() - function.valueCount();
        boolean fits = lambdas == 1 || lambdas == 2 && function.finishes();
        List<List<String>> parameters = new ArrayList<>();
        for (int i = 0; fits && i < operands.size(); i++) {
            int lambda = i - function.valueCount();
            if (lambda < 0) {
                fits = !(operands.get(i) instanceof SqlLambda);
            } else if (operands.get(i) instanceof SqlLambda given) {
                parameters.add(given.getParameters().stream()
                        .map(each -> ((SqlIdentifier) each).getSimple())
                        .toList());
                fits = function.takesParameters(lambda, parameters.get(lambda).size())
                        && new HashSet<>(parameters.get(lambda)).size()
                                == parameters.get(lambda).size();
            } else {
                fits = false;
            }
        }
        if (!fits) {
            throw errors.at(
                    call, "%s takes other arguments".formatted(function), "Write it as " + function.form() + ".");
        }
        return parameters;
    }
}
