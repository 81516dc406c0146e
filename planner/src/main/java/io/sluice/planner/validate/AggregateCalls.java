package io.sluice.planner.validate;

import io.sluice.planner.function.PercentileLists;
import io.sluice.planner.plan.AggregateCall;
import io.sluice.planner.plan.AggregateCall.Function;
import io.sluice.planner.plan.SortKey;
import io.sluice.planner.sketch.ApproximateCountDistinct;
import io.sluice.planner.sketch.ApproximatePercentile;
import io.sluice.planner.validate.StreamAggregate.Nulls;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.apache.calcite.sql.SqlAggFunction;
import org.apache.calcite.sql.SqlBasicCall;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.SqlSelectKeyword;
import org.apache.calcite.sql.fun.SqlSingleValueAggFunction;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.util.Litmus;

/**
 * Calls of aggregates that take more than a value: pairs, an order (in the call or behind WITHIN GROUP), a separator, a fraction,
 * IGNORE NULLS. Each becomes a call of a {@link StreamAggregate}, or of another aggregate where it is one in another dress.
 */
final class AggregateCalls {
    private static final Map<String, Function> PAIRS = Map.ofEntries(
            Map.entry("COVAR_POP", Function.COVAR_POP),
            Map.entry("COVAR_SAMP", Function.COVAR_SAMP),
            Map.entry("CORR", Function.CORR),
            Map.entry("REGR_AVGX", Function.REGR_AVGX),
            Map.entry("REGR_AVGY", Function.REGR_AVGY),
            Map.entry("REGR_SXX", Function.REGR_SXX),
            Map.entry("REGR_SYY", Function.REGR_SYY),
            Map.entry("REGR_SXY", Function.REGR_SXY),
            Map.entry("REGR_SLOPE", Function.REGR_SLOPE),
            Map.entry("REGR_INTERCEPT", Function.REGR_INTERCEPT),
            Map.entry("REGR_R2", Function.REGR_R2));

    private static final Map<String, Function> BITS =
            Map.of("BIT_AND", Function.BIT_AND, "BIT_OR", Function.BIT_OR, "BIT_XOR", Function.BIT_XOR);

    private static final Set<String> OTHERS = Set.of(
            "REGR_COUNT",
            "FIRST_VALUE",
            "LAST_VALUE",
            "MIN_BY",
            "MAX_BY",
            "ARG_MIN",
            "ARG_MAX",
            "ARRAY_AGG",
            "COLLECT",
            "COLLECT_LIST",
            "COLLECT_SET",
            "FIRST",
            "FUSION",
            "LAST",
            "LISTAGG",
            "STRING_AGG",
            "MEDIAN",
            "MODE",
            "PERCENTILE",
            "PERCENTILE_CONT",
            "PERCENTILE_DISC",
            "APPROX_PERCENTILE",
            "PERCENTILE_APPROX",
            "APPROX_COUNT_DISTINCT",
            "SINGLE_VALUE",
            "TRY_AVG",
            "TRY_SUM");

    /** With FILTER, which Calcite's does not take. */
    static final SqlAggFunction SINGLE_VALUE = new SqlSingleValueAggFunction(null) {
        private static final long serialVersionUID = 1L;

        @Override
        public boolean allowsFilter() {
            return true;
        }
    };

    private final ScriptErrors errors;
    private final UnaryOperator<SqlNode> rewrite;
    private final JsonAggregates json;

    /** @param rewrite brings an argument into the form that the validator knows */
    AggregateCalls(ScriptErrors errors, UnaryOperator<SqlNode> rewrite) {
        this.errors = errors;
        this.rewrite = rewrite;
        this.json = new JsonAggregates(errors, rewrite);
    }

    static Set<String> names() {
        Set<String> names = new TreeSet<>(OTHERS);
        names.addAll(PAIRS.keySet());
        names.addAll(BITS.keySet());
        return names;
    }

    /** A call with what is written around its arguments. */
    private record Written(
            SqlCall call, String name, List<SqlNode> operands, SqlNodeList order, Optional<SqlKind> nulls) {
        boolean isDistinct() {
            return call.getFunctionQuantifier() != null
                    && call.getFunctionQuantifier().getValue() == SqlSelectKeyword.DISTINCT;
        }

        SqlParserPos pos() {
            return call.getParserPosition();
        }
    }

    /** @param outer the call itself, or WITHIN GROUP or IGNORE NULLS with the call in it */
    Optional<SqlNode> of(SqlCall outer) {
        SqlNodeList order = SqlNodeList.EMPTY;
        Optional<SqlKind> nulls = Optional.empty();
        SqlCall call = outer;
        for (boolean inner = false; !inner; ) {
            switch (call.getKind()) {
                case WITHIN_GROUP -> {
                    order = call.operand(1);
                    call = call.operand(0);
                }
                case IGNORE_NULLS, RESPECT_NULLS -> {
                    nulls = Optional.of(call.getKind());
                    call = call.operand(0);
                }
                default -> inner = true;
            }
        }
        if (JsonAggregates.isCall(call)) {
            return Optional.of(json.of(call, order));
        }
        String name = call.getOperator().getName().toUpperCase(Locale.ROOT);
        if (!names().contains(name)) {
            return Optional.empty();
        }
        List<SqlNode> operands = new ArrayList<>();
        for (SqlNode operand : call.getOperandList()) {
            if (operand instanceof SqlNodeList list) {
                order = list;
            } else if (operand != null) {
                operands.add(operand);
            }
        }
        return Optional.of(of(new Written(call, name, operands, order, nulls)));
    }

    private SqlNode of(Written written) {
        String name = written.name();
        boolean ordered = !written.order().isEmpty();
        if (ordered
                && !Set.of(
                                "ARRAY_AGG",
                                "COLLECT",
                                "FIRST",
                                "LAST",
                                "LISTAGG",
                                "STRING_AGG",
                                "FIRST_VALUE",
                                "LAST_VALUE",
                                "MODE",
                                "PERCENTILE_CONT",
                                "PERCENTILE_DISC")
                        .contains(name)) {
            throw errors.at(written.call(), "%s takes no ORDER BY".formatted(name), "Leave it out.");
        }
        if (written.nulls().isPresent()
                && !Set.of("ARRAY_AGG", "FIRST", "FIRST_VALUE", "LAST", "LAST_VALUE")
                        .contains(name)) {
            throw errors.at(
                    written.call(),
                    "%s takes no %s".formatted(name, text(written.nulls().get())),
                    "Leave it out.");
        }
        if (PAIRS.containsKey(name)) {
            return pair(written, PAIRS.get(name));
        }
        if (BITS.containsKey(name)) {
            SqlNode value = only(written, "%s(x)".formatted(name));
            boolean counts = name.equals("BIT_XOR");
            return call(
                    written,
                    BITS.get(name),
                    List.of(),
                    Optional.empty(),
                    Nulls.OF_THE_VALUE,
                    List.of(value),
                    counts && written.isDistinct());
        }
        return switch (name) {
            case "REGR_COUNT" -> {
                refuseDistinct(written);
                yield new SqlBasicCall(SqlStdOperatorTable.COUNT, two(written, "REGR_COUNT(y, x)"), written.pos());
            }
            case "APPROX_COUNT_DISTINCT" -> approximateCount(written);
            case "SINGLE_VALUE" -> new SqlBasicCall(
                    SINGLE_VALUE, List.of(only(written, "SINGLE_VALUE(x)")), written.pos());
            case "FIRST_VALUE", "LAST_VALUE" -> end(written);
            case "MIN_BY", "ARG_MIN" -> by(written, Function.MIN);
            case "MAX_BY", "ARG_MAX" -> by(written, Function.MAX);
            case "ARRAY_AGG" -> list(written, Function.ARRAY_AGG, Optional.empty());
            case "COLLECT", "FUSION" -> bag(written);
            case "COLLECT_LIST", "COLLECT_SET" -> collected(written);
            case "FIRST", "LAST" -> endOfAll(written);
            case "TRY_SUM", "TRY_AVG" -> call(
                    written,
                    name.equals("TRY_SUM") ? Function.SUM : Function.AVG,
                    List.of(),
                    Optional.of(AggregateCall.TRY),
                    Nulls.OF_THE_VALUE,
                    List.of(only(written, "%s(x)".formatted(name))),
                    written.isDistinct());
            case "LISTAGG", "STRING_AGG" -> text(written);
            case "MEDIAN" -> continuous(written, only(written, "MEDIAN(x)"), 0.5);
            case "PERCENTILE" -> percentiles(written);
            case "APPROX_PERCENTILE", "PERCENTILE_APPROX" -> approximatePercentile(written);
            case "PERCENTILE_CONT", "PERCENTILE_DISC" -> percentile(written);
            case "MODE" -> mode(written);
            default -> throw new IllegalArgumentException(name);
        };
    }

    private static String text(SqlKind kind) {
        return kind == SqlKind.IGNORE_NULLS ? "IGNORE NULLS" : "RESPECT NULLS";
    }

    private SqlNode pair(Written written, Function function) {
        refuseDistinct(written);
        List<SqlNode> doubles = two(written, "%s(y, x)".formatted(written.name())).stream()
                .map(operand -> asDouble(operand, written.pos()))
                .toList();
        return call(written, function, List.of(), Optional.empty(), Nulls.OF_THE_VALUE, doubles, false);
    }

    private static SqlNode asDouble(SqlNode value, SqlParserPos pos) {
        return SqlStdOperatorTable.MULTIPLY.createCall(pos, value, SqlLiteral.createApproxNumeric("1e0", pos));
    }

    /** FIRST_VALUE by an order is the value of the least row. */
    private SqlNode end(Written written) {
        if (written.nulls().filter(kind -> kind == SqlKind.RESPECT_NULLS).isPresent()) {
            throw errors.at(
                    written.call(),
                    "%s takes no RESPECT NULLS".formatted(written.name()),
                    "NULLs do not count; MIN_BY(x, y) and MAX_BY(x, y) may give NULL.");
        }
        SqlNode value = only(written, "%s(x)".formatted(written.name()));
        boolean first = written.name().equals("FIRST_VALUE");
        if (written.order().isEmpty()) {
            Function function = first ? Function.FIRST_VALUE : Function.LAST_VALUE;
            return call(written, function, List.of(), Optional.empty(), Nulls.OF_THE_VALUE, List.of(value), false);
        }
        Function function = first ? Function.MIN : Function.MAX;
        return ordered(written, function, value, Optional.empty(), Nulls.OF_THE_VALUE, false);
    }

    /** As FIRST_VALUE and LAST_VALUE, but NULLs count unless the second argument is TRUE. */
    private SqlNode endOfAll(Written written) {
        boolean ignores =
                written.nulls().filter(kind -> kind == SqlKind.IGNORE_NULLS).isPresent();
        List<SqlNode> given = written.operands();
        if (given.size() == 2 && given.get(1) instanceof SqlLiteral flag && flag.getValue() instanceof Boolean truth) {
            ignores |= truth;
            given = given.subList(0, 1);
        }
        if (given.size() != 1) {
            throw errors.at(
                    written.call(),
                    "%s takes one argument, and TRUE where NULLs do not count".formatted(written.name()),
                    "Write %1$s(x) or %1$s(x, TRUE).".formatted(written.name()));
        }
        boolean first = written.name().equals("FIRST");
        Nulls nulls = ignores ? Nulls.OF_THE_VALUE : Nulls.COUNT;
        Function function = written.order().isEmpty()
                ? first ? Function.FIRST_VALUE : Function.LAST_VALUE
                : first ? Function.MIN : Function.MAX;
        return ordered(written, function, rewrite.apply(given.get(0)), Optional.empty(), nulls, false);
    }

    /** {@code APPROX_COUNT_DISTINCT(x [, relative standard error])}; exact where a sketch has a greater one. */
    private SqlNode approximateCount(Written written) {
        Optional<BigDecimal> deviation = written.operands().size() == 2 ? number(written, 1) : Optional.empty();
        SqlNode value = deviation.isPresent()
                ? written.operands().get(0)
                : counted(written, 1, "APPROX_COUNT_DISTINCT(x)").get(0);
        boolean exact = deviation
                .filter(most -> most.doubleValue() < ApproximateCountDistinct.STANDARD_ERROR)
                .isPresent();
        return exact
                ? new SqlBasicCall(
                        SqlStdOperatorTable.COUNT,
                        List.of(rewrite.apply(value)),
                        written.pos(),
                        SqlSelectKeyword.DISTINCT.symbol(written.pos()))
                : new SqlBasicCall(
                        SqlStdOperatorTable.APPROX_COUNT_DISTINCT, List.of(rewrite.apply(value)), written.pos());
    }

    /** {@code APPROX_PERCENTILE(x, fraction [, accuracy])}: accurate to a part in so many; exact where a sketch is less so. */
    private SqlNode approximatePercentile(Written written) {
        List<SqlNode> given = written.operands().size() == 3
                ? written.operands().subList(0, 2)
                : counted(written, 2, "%s(x, 0.9)".formatted(written.name()));
        boolean exact = written.operands().size() == 3
                && number(written, 2)
                        .filter(accuracy -> accuracy.doubleValue() <= ApproximatePercentile.ACCURACY)
                        .isEmpty();
        SqlOperator percentile = new StreamAggregate(
                exact ? "PERCENTILE_DISC" : "APPROX_PERCENTILE",
                Function.PERCENTILE_DISC,
                List.of(),
                Optional.of(fraction(written, given.get(1))),
                Nulls.OF_THE_VALUE);
        return new SqlBasicCall(
                percentile,
                List.of(rewrite.apply(given.get(0))),
                written.pos(),
                written.isDistinct() ? written.call().getFunctionQuantifier() : null);
    }

    private static Optional<BigDecimal> number(Written written, int operand) {
        return written.operands().get(operand) instanceof SqlLiteral literal
                        && literal.getValue() instanceof BigDecimal number
                ? Optional.of(number)
                : Optional.empty();
    }

    /** {@code PERCENTILE(x, fraction or ARRAY[fraction, …] [, frequency])}. */
    private SqlNode percentiles(Written written) {
        List<SqlNode> given = written.operands();
        boolean weighted = given.size() == 3;
        if (!weighted) {
            counted(written, 2, "PERCENTILE(x, 0.9)");
        }
        SqlNode value = rewrite.apply(given.get(0));
        boolean several = given.get(1).getKind() == SqlKind.ARRAY_VALUE_CONSTRUCTOR;
        if (!several && !weighted) {
            return continuous(written, value, fraction(written, given.get(1)));
        }
        List<SqlNode> fractions = several ? ((SqlCall) given.get(1)).getOperandList() : given.subList(1, 2);
        String parameter = (several ? "" : PercentileLists.ONE)
                + fractions.stream()
                        .map(each -> Double.toString(fraction(written, each)))
                        .collect(Collectors.joining(","));
        SqlNode number = asDouble(value, written.pos());
        if (!weighted) {
            return call(
                    written,
                    Function.PERCENTILE_CONT,
                    List.of(),
                    Optional.of(parameter),
                    Nulls.OF_THE_VALUE,
                    List.of(number),
                    written.isDistinct());
        }
        refuseDistinct(written);
        SqlNode pair = SqlStdOperatorTable.ROW.createCall(
                written.pos(), number, TextOperands.cast(rewrite.apply(given.get(2)), SqlTypeName.BIGINT));
        return call(written, Function.ARRAY_AGG, List.of(), Optional.of(parameter), Nulls.COUNT, List.of(pair), false);
    }

    private SqlNode by(Written written, Function function) {
        List<SqlNode> operands = two(written, "%s(x, y)".formatted(written.name()));
        List<SortKey> order = List.of(new SortKey(0, false, false));
        return call(written, function, order, Optional.empty(), Nulls.OF_THE_ORDER, operands, false);
    }

    private SqlNode text(Written written) {
        boolean separated = written.operands().size() == 2;
        boolean needed = written.name().equals("STRING_AGG");
        if (!separated && (needed || written.operands().size() != 1)) {
            throw errors.at(
                    written.call(),
                    "%s takes a text and a separator".formatted(written.name()),
                    "Write %s(x, ', ').".formatted(written.name()));
        }
        if (separated
                && !(written.operands().get(1) instanceof SqlLiteral literal
                        && literal.getValue() instanceof org.apache.calcite.util.NlsString)) {
            throw errors.at(
                    written.operands().get(1),
                    "the separator of %s must be a string, got %s"
                            .formatted(
                                    written.name(),
                                    errors.text(written.operands().get(1))),
                    "Write %s(x, ', ').".formatted(written.name()));
        }
        String separator = separated ? ((SqlLiteral) written.operands().get(1)).getValueAs(String.class) : ",";
        return list(written, Function.LISTAGG, Optional.of(separator));
    }

    private SqlNode list(Written written, Function function, Optional<Object> parameter) {
        if (function == Function.ARRAY_AGG) {
            counted(written, 1, "ARRAY_AGG(x)");
        }
        boolean keeps = function == Function.ARRAY_AGG
                && written.nulls().filter(kind -> kind == SqlKind.IGNORE_NULLS).isEmpty();
        SqlNode value = rewrite.apply(written.operands().get(0));
        if (written.isDistinct()) {
            for (SqlNode key : written.order()) {
                if (!unordered(key).equalsDeep(written.operands().get(0), Litmus.IGNORE)) {
                    throw errors.at(
                            key,
                            "%s of DISTINCT values is ordered by %s"
                                    .formatted(written.name(), errors.text(unordered(key))),
                            "Order by the value itself: which of several equal values would count?");
                }
            }
        }
        return ordered(
                written, function, value, parameter, keeps ? Nulls.COUNT : Nulls.OF_THE_VALUE, written.isDistinct());
    }

    /** What it gives is put in order in the end, whatever the order in which the values come, or are said to. */
    private SqlNode bag(Written written) {
        SqlNode value = only(written, "%s(x)".formatted(written.name()));
        boolean distinct = written.isDistinct() && written.name().equals("COLLECT");
        return call(
                written, Function.ARRAY_AGG, List.of(), Optional.empty(), Nulls.OF_THE_VALUE, List.of(value), distinct);
    }

    /** Spark's lists: without NULLs, and empty where there is nothing. */
    private SqlNode collected(Written written) {
        SqlNode value = only(written, "%s(x)".formatted(written.name()));
        SqlOperator list = new StreamAggregate(
                written.name(), Function.ARRAY_AGG, List.of(), Optional.empty(), Nulls.OF_THE_VALUE);
        boolean distinct = written.name().equals("COLLECT_SET") || written.isDistinct();
        return new SqlBasicCall(
                list, List.of(value), written.pos(), distinct ? SqlSelectKeyword.DISTINCT.symbol(written.pos()) : null);
    }

    private SqlNode ordered(
            Written written,
            Function function,
            SqlNode value,
            Optional<Object> parameter,
            Nulls nulls,
            boolean distinct) {
        List<SortKey> keys = new ArrayList<>();
        List<SqlNode> operands = new ArrayList<>(List.of(value));
        for (SqlNode key : written.order()) {
            keys.add(sortKey(key, keys.size()));
            operands.add(rewrite.apply(unordered(key)));
        }
        return call(written, function, keys, parameter, nulls, operands, distinct);
    }

    static SqlNode unordered(SqlNode key) {
        return switch (key.getKind()) {
            case DESCENDING, NULLS_FIRST, NULLS_LAST -> unordered(((SqlCall) key).operand(0));
            default -> key;
        };
    }

    static SortKey sortKey(SqlNode key, int number) {
        boolean descending = false;
        Optional<Boolean> last = Optional.empty();
        for (SqlNode node = key; node != unordered(key); node = ((SqlCall) node).operand(0)) {
            switch (node.getKind()) {
                case DESCENDING -> descending = true;
                case NULLS_LAST -> last = Optional.of(true);
                default -> last = Optional.of(false);
            }
        }
        return new SortKey(number, descending, last.orElse(descending));
    }

    private SqlNode percentile(Written written) {
        String form = "%s(0.9) WITHIN GROUP (ORDER BY x)".formatted(written.name());
        double fraction = fraction(written, counted(written, 1, form).get(0));
        if (written.order().size() != 1) {
            throw errors.at(
                    written.call(),
                    "%s is of one column, by which it is ordered".formatted(written.name()),
                    "Write %s.".formatted(form));
        }
        SqlNode value = rewrite.apply(unordered(written.order().get(0)));
        SortKey key = sortKey(written.order().get(0), 0);
        if (written.name().equals("PERCENTILE_CONT")) {
            return continuous(written, value, key.descending() ? 1 - fraction : fraction);
        }
        return discrete(written, value, fraction, key.descending() ? List.of(key) : List.of());
    }

    private SqlNode continuous(Written written, SqlNode value, double fraction) {
        SqlNode number = asDouble(value, written.pos());
        return call(
                written,
                Function.PERCENTILE_CONT,
                List.of(),
                Optional.of(fraction),
                Nulls.OF_THE_VALUE,
                List.of(number),
                written.isDistinct());
    }

    private SqlNode discrete(Written written, SqlNode value, double fraction, List<SortKey> order) {
        return call(
                written,
                Function.PERCENTILE_DISC,
                order,
                Optional.of(fraction),
                Nulls.OF_THE_VALUE,
                List.of(value),
                written.isDistinct());
    }

    private double fraction(Written written, SqlNode node) {
        BigDecimal fraction =
                node instanceof SqlLiteral literal && literal.getValue() instanceof BigDecimal number ? number : null;
        if (fraction == null || fraction.signum() < 0 || fraction.compareTo(BigDecimal.ONE) > 0) {
            throw errors.at(
                    node,
                    "the fraction of %s must be a number from 0 to 1, got %s"
                            .formatted(written.name(), errors.text(node)),
                    "Write 0.5 for the median.");
        }
        return fraction.doubleValue();
    }

    private SqlNode mode(Written written) {
        refuseDistinct(written);
        boolean within = !written.order().isEmpty();
        if (within && (written.order().size() > 1 || !written.operands().isEmpty())) {
            throw errors.at(
                    written.call(), "MODE is of one value", "Write MODE(x), or MODE() WITHIN GROUP (ORDER BY x).");
        }
        SqlNode value = within ? rewrite.apply(unordered(written.order().get(0))) : only(written, "MODE(x)");
        return call(written, Function.MODE, List.of(), Optional.empty(), Nulls.OF_THE_VALUE, List.of(value), false);
    }

    private void refuseDistinct(Written written) {
        if (written.isDistinct()) {
            throw errors.at(
                    written.call(),
                    "%s takes no DISTINCT".formatted(written.name()),
                    "Select the different values in a query below: FROM (SELECT DISTINCT …).");
        }
    }

    private SqlNode only(Written written, String form) {
        return rewrite.apply(counted(written, 1, form).get(0));
    }

    private List<SqlNode> two(Written written, String form) {
        return counted(written, 2, form).stream().map(rewrite).toList();
    }

    private List<SqlNode> counted(Written written, int count, String form) {
        boolean star = written.operands().stream()
                .anyMatch(operand -> operand instanceof org.apache.calcite.sql.SqlIdentifier name && name.isStar());
        if (written.operands().size() != count || star) {
            throw errors.at(
                    written.call(),
                    "%s takes %s".formatted(written.name(), count == 1 ? "one argument" : "two arguments"),
                    "Write %s.".formatted(form));
        }
        return written.operands();
    }

    private static SqlNode call(
            Written written,
            Function function,
            List<SortKey> order,
            Optional<Object> parameter,
            Nulls nulls,
            List<SqlNode> operands,
            boolean distinct) {
        SqlOperator operator = new StreamAggregate(written.name(), function, order, parameter, nulls);
        return new SqlBasicCall(
                operator, operands, written.pos(), distinct ? written.call().getFunctionQuantifier() : null);
    }
}
