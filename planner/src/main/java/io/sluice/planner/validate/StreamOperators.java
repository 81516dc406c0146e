package io.sluice.planner.validate;

import io.sluice.planner.PlanException;
import io.sluice.planner.function.FunctionRegister;
import io.sluice.planner.function.LambdaFunction;
import io.sluice.planner.function.Shorthand;
import io.sluice.planner.parse.SparkOperators;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.sql.SqlAggFunction;
import org.apache.calcite.sql.SqlFunction;
import org.apache.calcite.sql.SqlFunctionCategory;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.SqlOperatorBinding;
import org.apache.calcite.sql.SqlOperatorTable;
import org.apache.calcite.sql.SqlSyntax;
import org.apache.calcite.sql.fun.SqlBasicAggFunction;
import org.apache.calcite.sql.fun.SqlLibraryOperators;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.type.OperandTypes;
import org.apache.calcite.sql.type.ReturnTypes;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.sql.type.SqlTypeTransforms;
import org.apache.calcite.sql.validate.SqlNameMatcher;

/**
 * All that a query may call: the operators and aggregates listed here, the functions of the register, window functions.
 * What is not here is refused, even if Calcite has it.
 */
final class StreamOperators implements SqlOperatorTable {
    private static final Set<SqlOperator> CORE = Set.of(
            SqlStdOperatorTable.PLUS,
            SqlStdOperatorTable.MINUS,
            SqlStdOperatorTable.MULTIPLY,
            SqlStdOperatorTable.DIVIDE,
            SqlStdOperatorTable.PERCENT_REMAINDER,
            SqlStdOperatorTable.UNARY_PLUS,
            SqlStdOperatorTable.UNARY_MINUS,
            SqlStdOperatorTable.EQUALS,
            SqlStdOperatorTable.NOT_EQUALS,
            SqlStdOperatorTable.LESS_THAN,
            SqlStdOperatorTable.LESS_THAN_OR_EQUAL,
            SqlStdOperatorTable.GREATER_THAN,
            SqlStdOperatorTable.GREATER_THAN_OR_EQUAL,
            SqlStdOperatorTable.AND,
            SqlStdOperatorTable.OR,
            SqlStdOperatorTable.NOT,
            SqlStdOperatorTable.IS_NULL,
            SqlStdOperatorTable.IS_NOT_NULL,
            SqlStdOperatorTable.IS_TRUE,
            SqlStdOperatorTable.IS_NOT_TRUE,
            SqlStdOperatorTable.IS_FALSE,
            SqlStdOperatorTable.IS_NOT_FALSE,
            SqlStdOperatorTable.IS_UNKNOWN,
            SqlStdOperatorTable.IS_NOT_UNKNOWN,
            SqlStdOperatorTable.IS_DISTINCT_FROM,
            SqlStdOperatorTable.IS_NOT_DISTINCT_FROM,
            SqlStdOperatorTable.BETWEEN,
            SqlStdOperatorTable.NOT_BETWEEN,
            SqlStdOperatorTable.IN,
            SqlStdOperatorTable.NOT_IN,
            SqlStdOperatorTable.LIKE,
            SqlStdOperatorTable.NOT_LIKE,
            SqlStdOperatorTable.CASE,
            SqlStdOperatorTable.CAST,
            SqlStdOperatorTable.ARRAY_VALUE_CONSTRUCTOR,
            SqlStdOperatorTable.MAP_VALUE_CONSTRUCTOR,
            SqlStdOperatorTable.ROW,
            SqlStdOperatorTable.ITEM,
            SqlStdOperatorTable.DOT,
            SqlStdOperatorTable.FILTER,
            SqlStdOperatorTable.OVER,
            SqlStdOperatorTable.AS,
            SqlStdOperatorTable.DESCRIPTOR,
            SqlStdOperatorTable.OVERLAPS,
            SqlStdOperatorTable.CONTAINS,
            SqlStdOperatorTable.PRECEDES,
            SqlStdOperatorTable.IMMEDIATELY_PRECEDES,
            SqlStdOperatorTable.SUCCEEDS,
            SqlStdOperatorTable.IMMEDIATELY_SUCCEEDS,
            SqlStdOperatorTable.PERIOD_EQUALS,
            SqlStdOperatorTable.EXISTS,
            SqlStdOperatorTable.UNIQUE,
            SqlStdOperatorTable.SCALAR_QUERY,
            SqlStdOperatorTable.SOME_EQ,
            SqlStdOperatorTable.SOME_NE,
            SqlStdOperatorTable.SOME_LT,
            SqlStdOperatorTable.SOME_LE,
            SqlStdOperatorTable.SOME_GT,
            SqlStdOperatorTable.SOME_GE,
            SqlStdOperatorTable.ALL_EQ,
            SqlStdOperatorTable.ALL_NE,
            SqlStdOperatorTable.ALL_LT,
            SqlStdOperatorTable.ALL_LE,
            SqlStdOperatorTable.ALL_GT,
            SqlStdOperatorTable.ALL_GE);

    /** Calls that have a syntax of their own in the grammar and are functions of the register under another name. */
    private static final Map<SqlOperator, String> BY_OPERATOR = Map.ofEntries(
            Map.entry(SqlStdOperatorTable.CONCAT, "||"),
            Map.entry(SqlStdOperatorTable.BITAND_OPERATOR, "BITAND"),
            Map.entry(SqlStdOperatorTable.BITXOR_OPERATOR, "BITXOR"),
            Map.entry(SqlStdOperatorTable.BIT_LEFT_SHIFT, "SHIFTLEFT"),
            Map.entry(SparkOperators.BIT_OR, "BITOR"),
            Map.entry(SparkOperators.BIT_NOT, "BITNOT"),
            Map.entry(SparkOperators.RIGHT_SHIFT, "SHIFTRIGHT"),
            Map.entry(SqlLibraryOperators.ILIKE, "ILIKE"),
            Map.entry(SqlLibraryOperators.RLIKE, "RLIKE"),
            Map.entry(SqlStdOperatorTable.MULTISET_UNION, "MULTISET UNION ALL"),
            Map.entry(SqlStdOperatorTable.MULTISET_UNION_DISTINCT, "MULTISET UNION DISTINCT"),
            Map.entry(SqlStdOperatorTable.MULTISET_INTERSECT, "MULTISET INTERSECT ALL"),
            Map.entry(SqlStdOperatorTable.MULTISET_INTERSECT_DISTINCT, "MULTISET INTERSECT DISTINCT"),
            Map.entry(SqlStdOperatorTable.MULTISET_EXCEPT, "MULTISET EXCEPT ALL"),
            Map.entry(SqlStdOperatorTable.MULTISET_EXCEPT_DISTINCT, "MULTISET EXCEPT DISTINCT"),
            Map.entry(SqlStdOperatorTable.SUBMULTISET_OF, "SUBMULTISET OF"),
            Map.entry(SqlStdOperatorTable.IS_JSON_VALUE, "IS JSON VALUE"),
            Map.entry(SqlStdOperatorTable.IS_JSON_SCALAR, "IS JSON SCALAR"),
            Map.entry(SqlStdOperatorTable.IS_JSON_ARRAY, "IS JSON ARRAY"),
            Map.entry(SqlStdOperatorTable.IS_JSON_OBJECT, "IS JSON OBJECT"));

    /** Those that are NOT of such a function. */
    private static final Map<SqlOperator, String> NEGATED = Map.of(
            SqlStdOperatorTable.NOT_SUBMULTISET_OF, "SUBMULTISET OF",
            SqlLibraryOperators.NOT_ILIKE, "ILIKE",
            SqlLibraryOperators.NOT_RLIKE, "RLIKE",
            SqlStdOperatorTable.IS_NOT_JSON_VALUE, "IS JSON VALUE",
            SqlStdOperatorTable.IS_NOT_JSON_SCALAR, "IS JSON SCALAR",
            SqlStdOperatorTable.IS_NOT_JSON_ARRAY, "IS JSON ARRAY",
            SqlStdOperatorTable.IS_NOT_JSON_OBJECT, "IS JSON OBJECT");

    /** Its argument, or NULL where that fails. */
    static final SqlFunction TRY = new SqlFunction(
            "TRY",
            SqlKind.OTHER_FUNCTION,
            ReturnTypes.ARG0_FORCE_NULLABLE,
            null,
            OperandTypes.ANY,
            SqlFunctionCategory.USER_DEFINED_FUNCTION);

    /** A nested value as text, which Calcite's CAST does not know. */
    static final SqlFunction NESTED_TEXT = new SqlFunction(
            "CAST/NESTED",
            SqlKind.OTHER_FUNCTION,
            ReturnTypes.VARCHAR.andThen(SqlTypeTransforms.TO_NULLABLE),
            null,
            OperandTypes.ANY,
            SqlFunctionCategory.USER_DEFINED_FUNCTION);

    /** Its argument, an ARRAY, or an empty one where that is NULL. */
    static final SqlFunction OR_EMPTY = new SqlFunction(
            "ARRAY/OR_EMPTY",
            SqlKind.OTHER_FUNCTION,
            ReturnTypes.ARG0.andThen(SqlTypeTransforms.TO_NOT_NULLABLE),
            null,
            OperandTypes.ANY,
            SqlFunctionCategory.USER_DEFINED_FUNCTION);

    /** As OR_EMPTY, of a query over the elements of an ARRAY: of rows it would have the fields as its columns. */
    static final SqlFunction ELEMENTS = new SqlFunction(
            "ARRAY/OR_EMPTY",
            SqlKind.OTHER_FUNCTION,
            StreamOperators::elements,
            null,
            OperandTypes.ANY,
            SqlFunctionCategory.USER_DEFINED_FUNCTION);

    private static final Map<String, SqlAggFunction> AGGREGATES = Map.ofEntries(
            Map.entry("COUNT", SqlStdOperatorTable.COUNT),
            Map.entry("SUM", SqlStdOperatorTable.SUM),
            Map.entry("AVG", SqlStdOperatorTable.AVG),
            Map.entry("MIN", SqlStdOperatorTable.MIN),
            Map.entry("MAX", SqlStdOperatorTable.MAX),
            Map.entry("GROUPING", SqlStdOperatorTable.GROUPING),
            Map.entry("GROUP_ID", SqlStdOperatorTable.GROUP_ID),
            Map.entry("GROUPING_ID", SqlStdOperatorTable.GROUPING_ID),
            Map.entry("VAR_POP", SqlStdOperatorTable.VAR_POP),
            Map.entry("VAR_SAMP", ofSample("VAR_SAMP", SqlKind.VAR_SAMP)),
            Map.entry("VARIANCE", ofSample("VARIANCE", SqlKind.VAR_SAMP)),
            Map.entry("STDDEV_POP", SqlStdOperatorTable.STDDEV_POP),
            Map.entry("STDDEV_SAMP", ofSample("STDDEV_SAMP", SqlKind.STDDEV_SAMP)),
            Map.entry("STDDEV", ofSample("STDDEV", SqlKind.STDDEV_SAMP)));

    /** Over one value NULL, also of a column without NULLs, where Calcite's own have a type without NULLs. */
    private static SqlAggFunction ofSample(String name, SqlKind kind) {
        return SqlBasicAggFunction.create(
                        name,
                        kind,
                        ReturnTypes.AVG_AGG_FUNCTION.andThen(SqlTypeTransforms.FORCE_NULLABLE),
                        OperandTypes.NUMERIC)
                .withFunctionType(SqlFunctionCategory.NUMERIC);
    }

    /** Aggregates that are others in another dress, see {@link AggregateForms}. */
    private static final Set<String> FORMS =
            Set.of("ANY", "ANY_VALUE", "BOOL_AND", "BOOL_OR", "COUNT_IF", "COUNTIF", "EVERY", "SOME");

    static final String AGGREGATE_NAMES = "SHOW FUNCTIONS lists the aggregate functions, too.";

    /** Aggregates of Flink and of the standard that come later, or never. */
    private static final Map<String, String> LATER_AGGREGATES = Map.of(
            "INTERSECTION",
            "Write FUSION(x) for what is in any of several MULTISETs.",
            "SUM0",
            "Write COALESCE(SUM(x), 0).");

    private static final Set<String> OVER_FUNCTIONS = Set.of(
            "ROW_NUMBER", "RANK", "DENSE_RANK", "NTILE", "LAG", "LEAD", "NTH_VALUE", "CUME_DIST", "PERCENT_RANK");

    static final StreamOperators INSTANCE = new StreamOperators();

    private final Map<String, SqlOperator> operators = new LinkedHashMap<>();

    private StreamOperators() {
        FunctionRegister.sqlNames().forEach(name -> operators.put(name, new RegisterFunction(name)));
        AGGREGATES.forEach(operators::put);
        WindowFunction.ALL.forEach(function -> operators.put(function.getName(), function));
        operators.put("NTH_VALUE", OverClauses.NTH_VALUE);
        operators.put(AggregateCalls.SINGLE_VALUE.getName(), AggregateCalls.SINGLE_VALUE);
        operators.put("SAFE_CAST", SqlLibraryOperators.SAFE_CAST);
        operators.put(NESTED_TEXT.getName(), NESTED_TEXT);
        operators.put(TRY.getName(), TRY);
        operators.put(ELEMENTS.getName(), ELEMENTS);
    }

    private static RelDataType elements(SqlOperatorBinding binding) {
        RelDataType type = binding.getOperandType(0);
        if (type.getSqlTypeName() != SqlTypeName.ARRAY
                || type.getComponentType().isStruct()) {
            throw new PlanException(
                    "a query inside an expression over UNNEST of %s is not supported yet"
                            .formatted(TypeRules.shown(type)),
                    "Write EXISTS(a, x -> …), TRANSFORM(a, x -> …) or CROSS JOIN UNNEST(…).",
                    Optional.empty());
        }
        return binding.getTypeFactory().createTypeWithNullability(type, false);
    }

    /** Whether it is the name of an aggregate, in upper case. */
    static boolean isAggregate(String name) {
        return AGGREGATES.containsKey(name)
                || FORMS.contains(name)
                || AggregateCalls.names().contains(name)
                || LATER_AGGREGATES.containsKey(name);
    }

    static boolean isCore(SqlOperator operator) {
        return CORE.contains(operator);
    }

    static Optional<SqlAggFunction> aggregate(String name) {
        return Optional.ofNullable(AGGREGATES.get(name));
    }

    static Set<String> forms() {
        return FORMS;
    }

    static boolean isForm(String name) {
        return FORMS.contains(name);
    }

    /** What to do instead of an aggregate that does not exist yet; empty where it is none. */
    static Optional<String> laterAggregate(String name) {
        return Optional.ofNullable(LATER_AGGREGATES.get(name));
    }

    static boolean needsOver(String name) {
        return OVER_FUNCTIONS.contains(name);
    }

    /** The function of the register that an operator with its own syntax stands for. */
    Optional<SqlOperator> function(SqlOperator operator) {
        String name = BY_OPERATOR.getOrDefault(operator, NEGATED.get(operator));
        return Optional.ofNullable(name).flatMap(this::function);
    }

    static boolean isNegated(SqlOperator operator) {
        return NEGATED.containsKey(operator);
    }

    /** A function of the register by its SQL name in upper case. */
    Optional<SqlOperator> function(String name) {
        return Optional.ofNullable(operators.get(name)).filter(RegisterFunction.class::isInstance);
    }

    /** What a user may write as a function. */
    static Set<String> functionNames() {
        Set<String> names = new TreeSet<>(AGGREGATES.keySet());
        names.addAll(FORMS);
        names.addAll(AggregateCalls.names());
        names.addAll(List.of("EXTRACT", "TIMESTAMPADD", "TIMESTAMPDIFF", "TRIM", "CAST"));
        names.addAll(List.of("JSON_OBJECT", "JSON_ARRAY", "JSON_OBJECTAGG", "JSON_ARRAYAGG"));
        Shorthand.all().forEach(each -> names.add(each.name()));
        Arrays.stream(LambdaFunction.values()).forEach(each -> names.add(each.name()));
        FunctionRegister.sqlNames().stream()
                .filter(name -> name.chars().allMatch(c -> Character.isLetterOrDigit(c) || c == '_'))
                .forEach(names::add);
        return names;
    }

    @Override
    public void lookupOperatorOverloads(
            SqlIdentifier name,
            SqlFunctionCategory category,
            SqlSyntax syntax,
            List<SqlOperator> found,
            SqlNameMatcher matcher) {
        SqlOperator ours = name.isSimple() ? operators.get(name.getSimple()) : null;
        if (ours != null && ours.getSyntax().family == syntax.family) {
            found.add(ours);
        } else {
            SqlStdOperatorTable.instance().lookupOperatorOverloads(name, category, syntax, found, matcher);
        }
    }

    @Override
    public List<SqlOperator> getOperatorList() {
        return List.copyOf(operators.values());
    }
}
