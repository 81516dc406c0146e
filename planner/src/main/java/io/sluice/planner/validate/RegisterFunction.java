package io.sluice.planner.validate;

import io.sluice.planner.PlanException;
import io.sluice.planner.function.Argument;
import io.sluice.planner.function.FunctionBinding;
import io.sluice.planner.function.FunctionRegister;
import io.sluice.planner.function.RowException;
import io.sluice.planner.function.ScalarFunction;
import io.sluice.planner.function.Signature;
import io.sluice.planner.plan.DataType;
import io.sluice.planner.plan.TypeKind;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlCallBinding;
import org.apache.calcite.sql.SqlFunction;
import org.apache.calcite.sql.SqlFunctionCategory;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlOperandCountRange;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.SqlOperatorBinding;
import org.apache.calcite.sql.type.SqlOperandCountRanges;
import org.apache.calcite.sql.type.SqlOperandTypeChecker;
import org.apache.calcite.sql.type.SqlTypeName;

/**
 * A function of the register as the validator sees it. The register alone says which arguments a function takes and what
 * it gives; nothing here is about one function.
 */
final class RegisterFunction extends SqlFunction {
    private static final long serialVersionUID = 1L;

    private static final Set<TypeKind> INTEGERS =
            EnumSet.of(TypeKind.TINYINT, TypeKind.SMALLINT, TypeKind.INT, TypeKind.BIGINT);
    private static final Set<TypeKind> NUMBERS = EnumSet.range(TypeKind.TINYINT, TypeKind.DECIMAL);

    private final transient List<ScalarFunction> variants;

    /** @param name the SQL name in the register */
    RegisterFunction(String name) {
        super(
                name,
                SqlKind.OTHER_FUNCTION,
                RegisterFunction::resultType,
                RegisterFunction::nullsAsText,
                new Checker(FunctionRegister.variants(name)),
                SqlFunctionCategory.USER_DEFINED_FUNCTION);
        this.variants = FunctionRegister.variants(name);
    }

    @Override
    public boolean isDeterministic() {
        return variants.stream().allMatch(ScalarFunction::deterministic);
    }

    private static RelDataType resultType(SqlOperatorBinding binding) {
        DataType type = FunctionRegister.bind(binding.getOperator().getName(), arguments(binding))
                .map(FunctionBinding::type)
                .orElseThrow(() -> mismatch(binding));
        return SqlTypes.toSql(type, binding.getTypeFactory());
    }

    static List<Argument> arguments(SqlOperatorBinding binding) {
        List<Argument> arguments = new ArrayList<>();
        for (int i = 0; i < binding.getOperandCount(); i++) {
            DataType type = SqlTypes.toDataType(binding.getOperandType(i));
            boolean untypedNull = SqlTypes.isNull(binding.getOperandType(i)) || isNull(binding, i);
            arguments.add(new Argument(type, literal(binding, i, type), untypedNull));
        }
        return arguments;
    }

    private static boolean isNull(SqlOperatorBinding binding, int index) {
        return binding instanceof SqlCallBinding call
                && call.operand(index) instanceof SqlLiteral literal
                && literal.getValue() == null;
    }

    /** A NULL gets some type; the register takes it for any. */
    static void nullsAsText(SqlCallBinding binding, RelDataType returned, RelDataType[] operands) {
        RelDataTypeFactory types = binding.getTypeFactory();
        for (int i = 0; i < operands.length; i++) {
            if (isNull(binding, i)) {
                operands[i] = types.createTypeWithNullability(types.createSqlType(SqlTypeName.VARCHAR), true);
            }
        }
    }

    private static Optional<Object> literal(SqlOperatorBinding binding, int index, DataType type) {
        if (!(binding instanceof SqlCallBinding call)) {
            return Optional.empty();
        }
        SqlNode operand = call.operand(index);
        if (operand.getKind() == SqlKind.MINUS_PREFIX) {
            SqlNode negated = ((SqlCall) operand).operand(0);
            return literal(negated, type).map(value -> value instanceof Long number ? (Object) (-number) : value);
        }
        return literal(operand, type);
    }

    private static Optional<Object> literal(SqlNode operand, DataType type) {
        if (!(operand instanceof SqlLiteral literal) || literal.getValue() == null) {
            return Optional.empty();
        }
        if (literal.getTypeName() == SqlTypeName.CHAR) {
            return Optional.of(literal.getValueAs(String.class));
        }
        if (type.kind().isInteger()) {
            return Optional.of(literal.getValueAs(BigDecimal.class).longValueExact());
        }
        return type.kind() == TypeKind.BOOLEAN ? Optional.of(literal.booleanValue()) : Optional.empty();
    }

    private static PlanException mismatch(SqlOperatorBinding binding) {
        String name = binding.getOperator().getName();
        List<ScalarFunction> variants = FunctionRegister.variants(name);
        List<String> forms = new ArrayList<>(new TreeSet<>(variants.stream()
                .map(variant -> variant.signature().orElseThrow().form())
                .toList()));
        String types = arguments(binding).stream()
                .map(argument -> argument.type().withNullable(true).toString())
                .collect(Collectors.joining(", ", "(", ")"));
        String accepted = accepted(variants.stream()
                .map(variant -> variant.signature().orElseThrow())
                .toList());
        return new PlanException(
                "%s does not take %s: expected (%s)".formatted(String.join(" or ", forms), types, accepted),
                "Cast the arguments, or look the function up in docs/sql-functions.md.",
                Optional.empty());
    }

    /** What the variants take together, place by place. */
    private static String accepted(List<Signature> signatures) {
        int count = signatures.stream()
                .mapToInt(signature -> signature.parameters().size())
                .max()
                .orElse(0);
        List<String> places = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            int place = i;
            Set<TypeKind> kinds = EnumSet.noneOf(TypeKind.class);
            signatures.stream()
                    .filter(signature -> place < signature.parameters().size())
                    .forEach(signature ->
                            kinds.addAll(signature.parameters().get(place).kinds()));
            places.add(words(kinds));
        }
        return String.join(", ", places);
    }

    private static String words(Set<TypeKind> kinds) {
        List<String> words = new ArrayList<>();
        Set<TypeKind> rest = EnumSet.copyOf(kinds);
        if (rest.containsAll(NUMBERS)) {
            words.add("number");
            rest.removeAll(NUMBERS);
        } else if (rest.containsAll(INTEGERS)) {
            words.add("integer");
            rest.removeAll(INTEGERS);
        }
        rest.forEach(kind -> words.add(kind.name()));
        return String.join(" | ", words);
    }

    /** Accepts what one of the variants accepts. */
    private static final class Checker implements SqlOperandTypeChecker {
        private final List<ScalarFunction> variants;

        Checker(List<ScalarFunction> variants) {
            this.variants = variants;
        }

        @Override
        public boolean checkOperandTypes(SqlCallBinding binding, boolean throwOnFailure) {
            List<Argument> arguments = arguments(binding);
            Optional<FunctionBinding> bound =
                    FunctionRegister.bind(binding.getOperator().getName(), arguments);
            if (bound.isEmpty() && throwOnFailure) {
                throw mismatch(binding);
            }
            bound.ifPresent(found -> checkConstants(found, arguments));
            return bound.isPresent();
        }

        private static void checkConstants(FunctionBinding bound, List<Argument> arguments) {
            try {
                bound.check(arguments);
            } catch (RowException e) {
                throw new PlanException(e.getMessage(), e.hint(), Optional.empty());
            }
        }

        /** Any number, so that a wrong one is refused by what says which are right. */
        @Override
        public SqlOperandCountRange getOperandCountRange() {
            return SqlOperandCountRanges.any();
        }

        @Override
        public String getAllowedSignatures(SqlOperator operator, String name) {
            return variants.stream()
                    .map(variant -> variant.signature().map(Signature::form).orElse(name))
                    .distinct()
                    .collect(Collectors.joining("\n"));
        }

        @Override
        public Consistency getConsistency() {
            return Consistency.NONE;
        }

        @Override
        public boolean isOptional(int index) {
            return false;
        }
    }
}
