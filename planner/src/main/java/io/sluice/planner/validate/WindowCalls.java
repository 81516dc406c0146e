package io.sluice.planner.validate;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.calcite.sql.SqlBasicCall;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlIntervalLiteral;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlUtil;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.util.SqlShuttle;
import org.apache.calcite.util.Litmus;

/**
 * Windows as they are written: TUMBLE, HOP, CUMULATE and SESSION in FROM, with arguments by place or by name, and the older form in GROUP BY
 * with TUMBLE_START and the like, which becomes the first.
 */
final class WindowCalls {
    static final String PROPERTY_HINT =
            "Write GROUP BY TUMBLE(ts, INTERVAL …) and TUMBLE_START(ts, INTERVAL …) with the"
                    + " same arguments, or select window_start FROM TABLE(TUMBLE(…)).";

    private static final String FUNCTIONS = "The table functions are TUMBLE, HOP, CUMULATE and SESSION.";

    /** Those that have an older form. */
    private static final Set<String> WINDOWS = Set.of("TUMBLE", "HOP", "SESSION");

    private static final Set<String> PROPERTIES = Set.of("START", "END", "ROWTIME", "PROCTIME");

    private final ScriptErrors errors;

    WindowCalls(ScriptErrors errors) {
        this.errors = errors;
    }

    /** Whether a name is one such as TUMBLE_START. */
    static boolean isProperty(String name) {
        int underscore = name.indexOf('_');
        return underscore > 0
                && WINDOWS.contains(name.substring(0, underscore))
                && PROPERTIES.contains(name.substring(underscore + 1));
    }

    static boolean isWindow(String name) {
        return WINDOWS.contains(plain(name)) || name.equals("CUMULATE");
    }

    static boolean isSession(SqlCall window) {
        return plain(window.getOperator().getName().toUpperCase(Locale.ROOT)).equals("SESSION");
    }

    /** Calcite calls the older form {@code $TUMBLE}. */
    private static String plain(String name) {
        return name.startsWith("$") ? name.substring(1) : name;
    }

    static String form(WindowFunction function) {
        List<String> intervals = function.parameters().subList(2, function.mandatory()).stream()
                .map(name -> name.toLowerCase(Locale.ROOT))
                .toList();
        return "Write %s(TABLE t%s, DESCRIPTOR(ts), %s%s)."
                .formatted(
                        function.getName(),
                        function == WindowFunction.SESSION ? " [PARTITION BY (k, …)]" : "",
                        String.join(", ", intervals),
                        function.parameters().size() > function.mandatory() ? " [, offset]" : "");
    }

    WindowFunction function(String name, SqlNode call) {
        return WindowFunction.ALL.stream()
                .filter(function -> function.getName().equals(plain(name)))
                .findFirst()
                .orElseThrow(() -> errors.notYet(
                        call, (isWindow(name) ? "window" : "table") + " function " + plain(name), FUNCTIONS));
    }

    /** The arguments in their order, the intervals checked: table, descriptor, then intervals. */
    List<SqlNode> arguments(WindowFunction function, SqlCall call) {
        List<SqlNode> arguments = inOrder(function, call);
        arguments.set(1, descriptor(function, arguments.get(1)));
        for (int i = 2; i < arguments.size(); i++) {
            checkInterval(function.parameters().get(i), function, arguments.get(i));
        }
        if (function == WindowFunction.CUMULATE) {
            checkSteps(arguments.get(2), arguments.get(3));
        }
        return arguments;
    }

    private void checkSteps(SqlNode step, SqlNode size) {
        Optional<IntervalText> whole = IntervalText.of((SqlIntervalLiteral) size);
        Optional<IntervalText> part = IntervalText.of((SqlIntervalLiteral) step);
        if (whole.isPresent()
                && part.isPresent()
                && whole.get().value() % part.get().value() != 0) {
            throw errors.at(
                    size,
                    "the size of CUMULATE is no multiple of its step: got %s by %s"
                            .formatted(errors.text(size), errors.text(step)),
                    "Windows grow step by step up to the size: choose a step that divides it.");
        }
    }

    private SqlNode descriptor(WindowFunction function, SqlNode time) {
        boolean isColumn = time instanceof SqlCall call
                && call.getOperator().getName().equalsIgnoreCase("DESCRIPTOR")
                && call.operandCount() == 1
                && call.operand(0) instanceof SqlIdentifier column
                && column.isSimple();
        if (!isColumn) {
            throw errors.at(time, "the time of %s is not a column".formatted(function.getName()), form(function));
        }
        return SqlStdOperatorTable.DESCRIPTOR.createCall(time.getParserPosition(), ((SqlCall) time).getOperandList());
    }

    private List<SqlNode> inOrder(WindowFunction function, SqlCall call) {
        SqlNode[] places = new SqlNode[function.parameters().size()];
        int next = 0;
        for (SqlNode argument : call.getOperandList()) {
            boolean named = argument.getKind() == SqlKind.ARGUMENT_ASSIGNMENT;
            int place = named ? place(function, (SqlCall) argument) : next++;
            if (place >= places.length || places[place] != null) {
                throw wrongArguments(function, call);
            }
            places[place] = named ? ((SqlCall) argument).operand(0) : argument;
        }
        for (int i = 0; i < function.mandatory(); i++) {
            if (places[i] == null) {
                throw wrongArguments(function, call);
            }
        }
        int count = places[places.length - 1] == null ? function.mandatory() : places.length;
        return new ArrayList<>(Arrays.asList(places).subList(0, count));
    }

    private int place(WindowFunction function, SqlCall argument) {
        SqlIdentifier name = argument.operand(1);
        int place = function.parameters().indexOf(name.getSimple().toUpperCase(Locale.ROOT));
        if (place < 0) {
            throw errors.at(
                    name,
                    "%s has no argument %s".formatted(function.getName(), name),
                    "The arguments are %s.".formatted(String.join(", ", function.parameters())));
        }
        return place;
    }

    private RuntimeException wrongArguments(WindowFunction function, SqlCall call) {
        return errors.at(call, "%s has not the arguments that it needs".formatted(function.getName()), form(function));
    }

    private void checkInterval(String parameter, WindowFunction function, SqlNode node) {
        String what = "%s of %s".formatted(parameter.toLowerCase(Locale.ROOT), function.getName());
        if (!(node instanceof SqlIntervalLiteral literal)) {
            throw errors.at(
                    node,
                    "%s is not an interval literal: got %s".formatted(what, errors.text(node)),
                    "Write it such as INTERVAL '10' MINUTE.");
        }
        Optional<IntervalText> text = IntervalText.of(literal);
        if (text.isPresent() && text.get().months()) {
            throw errors.at(
                    node,
                    "%s counts months, which are not equally long: got %s".formatted(what, errors.text(node)),
                    "Give it in days, hours, minutes or seconds.");
        }
        boolean positive = text.isEmpty() || text.get().value() > 0 || parameter.equals("OFFSET");
        if (!positive) {
            throw errors.at(
                    node, "%s is not positive: got %s".formatted(what, errors.text(node)), "Give a longer interval.");
        }
    }

    /** The columns of PARTITION BY in the first argument of a window function. */
    List<SqlNode> partition(WindowFunction function, SqlNode input) {
        if (input.getKind() != SqlKind.SET_SEMANTICS_TABLE) {
            return List.of();
        }
        SqlCall table = (SqlCall) input;
        if (function != WindowFunction.SESSION) {
            throw errors.at(
                    input,
                    "PARTITION BY stands in %s, whose windows are the same for all rows".formatted(function.getName()),
                    "Put the columns into GROUP BY.");
        }
        if (!((SqlNodeList) table.operand(2)).isEmpty()) {
            throw errors.at(input, "ORDER BY stands in SESSION", "Leave it out: sessions are of the time column.");
        }
        List<SqlNode> columns = new ArrayList<>();
        for (SqlNode column : (SqlNodeList) table.operand(1)) {
            if (!(column instanceof SqlIdentifier name && !name.isStar())) {
                throw errors.at(
                        column,
                        "SESSION is partitioned by %s, which is not a column".formatted(errors.text(column)),
                        "Compute it in a query: SESSION((SELECT …) PARTITION BY …).");
            }
            columns.add(lastName(name));
        }
        return columns;
    }

    private static SqlIdentifier lastName(SqlIdentifier name) {
        return new SqlIdentifier(name.names.get(name.names.size() - 1), name.getParserPosition());
    }

    /** The window that a GROUP BY holds in the older form. */
    Optional<SqlCall> ofGroupBy(SqlNodeList group) {
        if (group == null) {
            return Optional.empty();
        }
        List<SqlCall> calls = new ArrayList<>();
        for (SqlNode node : group) {
            if (node instanceof SqlCall call
                    && isWindow(call.getOperator().getName().toUpperCase(Locale.ROOT))) {
                calls.add(call);
            }
        }
        if (calls.size() > 1) {
            throw errors.at(
                    calls.get(1), "GROUP BY has two windows", "Group by one of them, and by the other above it.");
        }
        return calls.stream().findFirst();
    }

    /**
     * The window function in FROM for a window of GROUP BY, over a query.
     *
     * @param keys the other columns of GROUP BY
     */
    SqlNode asTable(SqlCall window, SqlNode rows, List<SqlIdentifier> keys) {
        WindowFunction function = function(window.getOperator().getName().toUpperCase(Locale.ROOT), window);
        if (function == WindowFunction.CUMULATE) {
            throw errors.at(
                    window,
                    "CUMULATE stands in GROUP BY, and is a table function only",
                    "Write FROM TABLE(CUMULATE(TABLE t, DESCRIPTOR(ts), step, size)) GROUP BY window_start, window_end.");
        }
        List<SqlNode> operands = window.getOperandList();
        if (operands.isEmpty() || !(operands.get(0) instanceof SqlIdentifier time)) {
            throw errors.at(
                    window,
                    "the time of %s is not a column"
                            .formatted(plain(window.getOperator().getName())),
                    "Compute it in a column of the table or of a query in FROM.");
        }
        SqlParserPos pos = window.getParserPosition();
        List<SqlNode> arguments = new ArrayList<>();
        arguments.add(
                function == WindowFunction.SESSION && !keys.isEmpty()
                        ? SqlStdOperatorTable.SET_SEMANTICS_TABLE.createCall(
                                pos, rows, new SqlNodeList(keys, pos), SqlNodeList.EMPTY)
                        : rows);
        arguments.add(SqlStdOperatorTable.DESCRIPTOR.createCall(pos, lastName(time)));
        arguments.addAll(operands.subList(1, operands.size()));
        return SqlStdOperatorTable.COLLECTION_TABLE.createCall(pos, new SqlBasicCall(function, arguments, pos));
    }

    /** Puts the columns of the window function in the place of TUMBLE_START and the like. */
    static final class Replacement extends SqlShuttle {
        private final ScriptErrors errors;
        private final SqlCall window;
        private final SqlIdentifier alias;
        private final Map<SqlNode, String> computed;

        /** @param computed expressions of GROUP BY that are columns of the window's table */
        Replacement(ScriptErrors errors, SqlCall window, SqlIdentifier alias, Map<SqlNode, String> computed) {
            this.errors = errors;
            this.window = window;
            this.alias = alias;
            this.computed = computed;
        }

        SqlNodeList list(SqlNodeList nodes) {
            SqlNodeList replaced = new SqlNodeList(nodes.getParserPosition());
            for (SqlNode node : nodes) {
                SqlNode item = node.accept(this);
                replaced.add(
                        item != node && item instanceof SqlIdentifier column
                                ? named(column, (SqlCall) node, replaced.size())
                                : item);
            }
            return replaced;
        }

        /** Without a name in the query the column is called by the function. */
        private static SqlNode named(SqlIdentifier column, SqlCall call, int place) {
            String function = call.getOperator().getName();
            String name = isProperty(function.toUpperCase(Locale.ROOT))
                    ? function.toLowerCase(Locale.ROOT)
                    : SqlUtil.deriveAliasFromOrdinal(place);
            return SqlStdOperatorTable.AS.createCall(
                    call.getParserPosition(), column, new SqlIdentifier(name, call.getParserPosition()));
        }

        SqlNodeList group(SqlNodeList group) {
            SqlNodeList replaced = new SqlNodeList(group.getParserPosition());
            for (SqlNode node : group) {
                if (node == window) {
                    WindowFunction.COLUMNS.forEach(name -> replaced.add(column(name, node.getParserPosition())));
                } else {
                    replaced.add(node.accept(this));
                }
            }
            return replaced;
        }

        private SqlIdentifier column(String name, SqlParserPos pos) {
            return new SqlIdentifier(List.of(alias.getSimple(), name), pos);
        }

        @Override
        public SqlNode visit(SqlCall call) {
            for (Map.Entry<SqlNode, String> each : computed.entrySet()) {
                if (call.equalsDeep(each.getKey(), Litmus.IGNORE)) {
                    return column(each.getValue(), call.getParserPosition());
                }
            }
            String name = call.getOperator().getName().toUpperCase(Locale.ROOT);
            if (!isProperty(name)) {
                return super.visit(call);
            }
            String property = name.substring(name.indexOf('_') + 1);
            boolean same = name.startsWith(plain(window.getOperator().getName().toUpperCase(Locale.ROOT)) + "_")
                    && SqlNode.equalDeep(call.getOperandList(), window.getOperandList(), Litmus.IGNORE);
            if (!same) {
                throw errors.at(
                        call,
                        "%s is not about the window of GROUP BY, %s".formatted(errors.text(call), errors.text(window)),
                        PROPERTY_HINT);
            }
            return switch (property) {
                case "START" -> column("window_start", call.getParserPosition());
                case "END" -> column("window_end", call.getParserPosition());
                case "ROWTIME" -> column("window_time", call.getParserPosition());
                default -> throw errors.notYet(
                        call, "processing time in " + name, "Use %s.".formatted(name.replace("PROCTIME", "ROWTIME")));
            };
        }
    }
}
