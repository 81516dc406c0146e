package io.sluice.planner.plan;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A node of an incremental plan: it maps the changes of its inputs to the changes of its output, one step for each
 * trigger.
 */
public sealed interface PlanNode {
    List<Column> columns();

    List<PlanNode> inputs();

    <R> R accept(Visitor<R> visitor);

    /** One method for each kind of node and no default: a new kind does not compile until all visitors know it. */
    interface Visitor<R> {
        R scan(Scan node);

        R filter(Filter node);

        R temporalFilter(TemporalFilter node);

        R project(Project node);

        R assignWatermark(AssignWatermark node);

        R assignWindows(AssignWindows node);

        R unnest(Unnest node);

        R aggregate(Aggregate node);

        R union(Union node);

        R setOperation(SetOperation node);

        R recursion(Recursion node);

        R recurrence(Recurrence node);

        R join(Join node);

        R asOf(AsOfJoin node);

        R rank(Rank node);

        R over(Over node);

        R assignSessions(AssignSessions node);

        R write(Write node);
    }

    /**
     * Reads a table.
     *
     * @param source name of the source, which is the table's
     * @param columns the columns read
     * @param sourceColumns for each of them its position in the schema of the table's physical and metadata columns
     * @param predicates what the source may use to skip data; over {@code columns}; the plan tests again above
     * @param bounded the table ends
     * @param tableColumns how many physical and metadata columns the table has, read or not
     */
    record Scan(
            String source,
            List<Column> columns,
            List<Integer> sourceColumns,
            List<ScanComparison> predicates,
            boolean bounded,
            int tableColumns)
            implements PlanNode {
        /**
         * The name of a table that every catalog has besides those that were declared: bounded, of one row with one BIGINT
         * column. Rows that a query writes down are projections of it.
         */
        public static final String ONE_ROW = "$row";

        /** Reads all columns of the table. */
        public Scan(
                String source,
                List<Column> columns,
                List<Integer> sourceColumns,
                List<ScanComparison> predicates,
                boolean bounded) {
            this(source, columns, sourceColumns, predicates, bounded, columns.size());
        }

        public Scan {
            requireNonNull(source, "source");
            columns = List.copyOf(columns);
            sourceColumns = List.copyOf(sourceColumns);
            predicates = List.copyOf(predicates);
        }

        @Override
        public List<PlanNode> inputs() {
            return List.of();
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.scan(this);
        }
    }

    /** One pushed comparison: {@code column operator literal}; the operator is a comparison or IS NOT NULL. */
    record ScanComparison(int column, CoreOperator operator, Expr.Literal literal) {
        public ScanComparison {
            requireNonNull(operator, "operator");
            requireNonNull(literal, "literal");
        }
    }

    /** Keeps the rows for which the condition is TRUE. */
    record Filter(PlanNode input, Expr condition) implements PlanNode {
        public Filter {
            requireNonNull(input, "input");
            requireNonNull(condition, "condition");
        }

        @Override
        public List<Column> columns() {
            return input.columns();
        }

        @Override
        public List<PlanNode> inputs() {
            return List.of(input);
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.filter(this);
        }
    }

    /**
     * Keeps the rows for whose times the clock is right, and only as long as it is: a row comes in by the clock, and goes
     * by it. One that the clock has passed when it comes is dropped.
     *
     * @param uid names its state; unique within the query
     * @param bounds all must hold; at least one
     * @param retracts rows that were sent on are taken back when their time is over
     */
    record TemporalFilter(PlanNode input, String uid, List<ClockBound> bounds, boolean retracts) implements PlanNode {
        public TemporalFilter {
            requireNonNull(input, "input");
            requireNonNull(uid, "uid");
            bounds = List.copyOf(bounds);
            if (bounds.isEmpty()) {
                throw new IllegalArgumentException("a temporal filter without bounds");
            }
        }

        /** Whether the time of some row is ever over. */
        public boolean leaves() {
            return bounds.stream().anyMatch(ClockBound::leaves);
        }

        @Override
        public List<Column> columns() {
            return input.columns();
        }

        @Override
        public List<PlanNode> inputs() {
            return List.of(input);
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.temporalFilter(this);
        }
    }

    /** Computes new columns from each row. */
    record Project(PlanNode input, List<Expr> expressions, List<Column> columns) implements PlanNode {
        public Project {
            requireNonNull(input, "input");
            expressions = List.copyOf(expressions);
            columns = List.copyOf(columns);
            if (expressions.size() != columns.size()) {
                throw new IllegalArgumentException(
                        "%d expressions for %d columns".formatted(expressions.size(), columns.size()));
            }
        }

        @Override
        public List<PlanNode> inputs() {
            return List.of(input);
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.project(this);
        }
    }

    /**
     * Observes the watermark of a source, over all rows that pass here; there is no filter below.
     *
     * @param source whose watermark it is
     * @param timeColumn the event time
     * @param watermark the watermark that a row brings (TIMESTAMP or TIMESTAMP_LTZ); the source's is the greatest
     * @param rules what may hold it, and what happens to a row without a time
     */
    record AssignWatermark(PlanNode input, String source, int timeColumn, Expr watermark, WatermarkRules rules)
            implements PlanNode {
        public AssignWatermark {
            requireNonNull(input, "input");
            requireNonNull(source, "source");
            requireNonNull(watermark, "watermark");
            requireNonNull(rules, "rules");
        }

        /**
         * Microseconds from the event time to the watermark that a row brings, where they are the same for all rows: the
         * greatest time then brings the greatest watermark. Empty where the watermark is computed in another way, or where
         * some times do not move it.
         */
        public OptionalLong shift() {
            if (rules.maxFuture().isPresent()) {
                return OptionalLong.empty();
            }
            if (isTime(watermark)) {
                return OptionalLong.of(0);
            }
            if (watermark instanceof Expr.Call call
                    && call.arguments().size() == 2
                    && isTime(call.arguments().get(0))
                    && call.arguments().get(1) instanceof Expr.Literal literal
                    && literal.type().kind() == TypeKind.INTERVAL_DAY_TIME
                    && literal.value().filter(Long.class::isInstance).isPresent()
                    && (long) literal.value().get() > -Long.MAX_VALUE) {
                long micros = (long) literal.value().get();
                if (call.function().equals(CoreOperator.PLUS.symbol())) {
                    return OptionalLong.of(micros);
                }
                if (call.function().equals(CoreOperator.MINUS.symbol())) {
                    return OptionalLong.of(-micros);
                }
            }
            return OptionalLong.empty();
        }

        private boolean isTime(Expr expr) {
            return expr instanceof Expr.Input input && input.index() == timeColumn;
        }

        @Override
        public List<Column> columns() {
            return input.columns();
        }

        @Override
        public List<PlanNode> inputs() {
            return List.of(input);
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.assignWatermark(this);
        }
    }

    /**
     * Repeats each row once for each window that it is in, with the columns window_start, window_end and window_time
     * appended. Only where no group-by above takes the windows in. Of sessions it says only what is wanted: in a plan that runs
     * there are {@link AssignSessions} in its place.
     *
     * @param partition columns of the input by which sessions are told apart; of other windows none
     */
    record AssignWindows(
            PlanNode input, int timeColumn, WindowSpec window, List<Integer> partition, List<Column> columns)
            implements PlanNode {
        public AssignWindows {
            requireNonNull(input, "input");
            requireNonNull(window, "window");
            partition = List.copyOf(partition);
            columns = List.copyOf(columns);
        }

        public AssignWindows(PlanNode input, int timeColumn, WindowSpec window, List<Column> columns) {
            this(input, timeColumn, window, List.of(), columns);
        }

        @Override
        public List<PlanNode> inputs() {
            return List.of(input);
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.assignWindows(this);
        }
    }

    /**
     * Repeats each row once for each element of a collection of it, with what is in the element appended: of an ARRAY the
     * element, or the fields of one that is a ROW; of a MAP the key and the value. Several collections go side by side, and
     * the shorter ones are filled up with NULL. NULL is a collection without elements.
     *
     * @param collections over the columns of the input, of type ARRAY or MAP
     * @param ordinality the place of the element, counted from 1, is appended as the last column
     * @param outer a row of which no element is left stays, with NULL in what is appended
     * @param condition what an element must meet, over all columns; only where {@code outer}
     */
    record Unnest(
            PlanNode input,
            List<Expr> collections,
            boolean ordinality,
            boolean outer,
            Optional<Expr> condition,
            List<Column> columns)
            implements PlanNode {
        public Unnest {
            requireNonNull(input, "input");
            collections = List.copyOf(collections);
            requireNonNull(condition, "condition");
            columns = List.copyOf(columns);
            if (collections.isEmpty() || condition.isPresent() && !outer) {
                throw new IllegalArgumentException(
                        "%d collections, outer: %s, condition: %s".formatted(collections.size(), outer, condition));
            }
        }

        /** The types of what is appended for the elements of one collection. */
        public static List<DataType> elements(DataType collection) {
            List<Column> children = collection.children();
            Column first = children.get(0);
            if (collection.kind() == TypeKind.ARRAY && first.type().kind() == TypeKind.ROW) {
                return first.type().children().stream()
                        .map(field -> field.type()
                                .withNullable(
                                        field.type().nullable() || first.type().nullable()))
                        .toList();
            }
            return children.stream().map(Column::type).toList();
        }

        @Override
        public List<PlanNode> inputs() {
            return List.of(input);
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.unnest(this);
        }
    }

    /**
     * Groups and aggregates.
     *
     * @param uid names its state; unique within the query and the same at each planning of the same query
     * @param window the windows that rows are put into; empty: plain groups that live for ever
     * @param keys the group's columns, which come first in {@code columns}; the calls follow
     * @param emit when a group is sent on
     * @param overChanges rows of the input can be taken back
     * @param lateColumns columns of the input that go into the envelope of a late row; empty: late rows are only counted
     */
    record Aggregate(
            PlanNode input,
            String uid,
            Optional<GroupWindow> window,
            List<GroupKey> keys,
            List<AggregateCall> calls,
            Emit emit,
            boolean overChanges,
            List<Integer> lateColumns,
            List<Column> columns)
            implements PlanNode {
        /** Over rows that are never taken back. */
        public Aggregate(
                PlanNode input,
                String uid,
                Optional<GroupWindow> window,
                List<GroupKey> keys,
                List<AggregateCall> calls,
                Emit emit,
                List<Integer> lateColumns,
                List<Column> columns) {
            this(input, uid, window, keys, calls, emit, false, lateColumns, columns);
        }

        public Aggregate {
            requireNonNull(input, "input");
            requireNonNull(uid, "uid");
            requireNonNull(window, "window");
            keys = List.copyOf(keys);
            calls = List.copyOf(calls);
            requireNonNull(emit, "emit");
            lateColumns = List.copyOf(lateColumns);
            columns = List.copyOf(columns);
        }

        public Aggregate withInput(PlanNode other) {
            return new Aggregate(other, uid, window, keys, calls, emit, overChanges, lateColumns, columns);
        }

        public Aggregate withUid(String other) {
            return new Aggregate(input, other, window, keys, calls, emit, overChanges, lateColumns, columns);
        }

        public Aggregate withCalls(List<AggregateCall> others) {
            return new Aggregate(input, uid, window, keys, others, emit, overChanges, lateColumns, columns);
        }

        public Aggregate withLateColumns(List<Integer> others) {
            return new Aggregate(input, uid, window, keys, calls, emit, overChanges, others, columns);
        }

        /** The columns of the input of which it keeps the different values of each group. */
        public List<Integer> keptValues() {
            return calls.stream()
                    .filter(call -> call.keepsValues(overChanges))
                    .map(call -> call.argument().orElseThrow())
                    .distinct()
                    .toList();
        }

        /** Its windows are sessions. */
        public boolean isBySession() {
            return window.filter(group -> group.spec().isSession()).isPresent();
        }

        /** Its groups are final by a time that is one of their keys. */
        public boolean isByTimeKey() {
            return window.isPresent() && keys.stream().noneMatch(GroupKey.WindowProperty.class::isInstance);
        }

        /** Rows come with the sessions that they are in: a session that grows may be another group. */
        public boolean isOverSessions() {
            return isOverSessions(input);
        }

        private static boolean isOverSessions(PlanNode node) {
            return node instanceof AssignSessions
                    || !(node instanceof Aggregate) && node.inputs().stream().anyMatch(Aggregate::isOverSessions);
        }

        /** Its windows are of processing time: they close by the clock. */
        public boolean isByClock() {
            return window.flatMap(GroupWindow::watermark)
                    .filter(Watermark::isOfClock)
                    .isPresent();
        }

        /** One group of all rows, which is there even over none. */
        public boolean isGlobal() {
            return keys.isEmpty() && window.isEmpty();
        }

        @Override
        public List<PlanNode> inputs() {
            return List.of(input);
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.aggregate(this);
        }
    }

    /**
     * The windows of a group-by.
     *
     * @param timeColumn column of the input: the event time, or when {@code assigned} what the window is told by
     * @param assigned the rows come from {@link AssignWindows}: each is in the one window that starts at its time column,
     *     or that ends there if windows are cumulative
     * @param watermark of the event time; empty: windows close only at the end of the input
     */
    record GroupWindow(int timeColumn, boolean assigned, WindowSpec spec, Optional<Watermark> watermark) {
        public GroupWindow {
            requireNonNull(spec, "spec");
            requireNonNull(watermark, "watermark");
        }
    }

    /** When a group-by sends its groups on. */
    enum Emit {
        /** After each batch the groups that changed: the old row removed, the new one added. */
        ON_CHANGE,
        /** Once, when the watermark passes the end of the window, or at the end of the input. */
        ON_CLOSE
    }

    /**
     * Keeps of each partition the rows with the first ranks. Rows that are equal by the sort keys are ranked by their whole
     * content, so that the result does not depend on the order in which rows come; without sort keys they are ranked as they
     * come, and rows never leave.
     *
     * @param uid names its state
     * @param partition columns of the input; none: all rows are one partition
     * @param order sort keys; where rows rank as they come, those that decide between rows of one batch
     * @param limits which ranks are kept
     * @param numbered the rank is the last column
     * @param expiry by which watermark rows are final; empty: never
     * @param emit ON_CLOSE: a row is sent when it is final
     * @param retracts rows that were sent on may be taken back
     */
    record Rank(
            PlanNode input,
            String uid,
            List<Integer> partition,
            List<SortKey> order,
            RankLimits limits,
            boolean numbered,
            Optional<Expiry> expiry,
            Emit emit,
            boolean retracts,
            List<Column> columns)
            implements Keyed {
        public Rank {
            requireNonNull(input, "input");
            requireNonNull(uid, "uid");
            partition = List.copyOf(partition);
            order = List.copyOf(order);
            requireNonNull(limits, "limits");
            requireNonNull(expiry, "expiry");
            requireNonNull(emit, "emit");
            columns = List.copyOf(columns);
        }

        /** Whether the watermark closes whole partitions, and not single rows. */
        public boolean closesPartitions() {
            return expiry.filter(each -> partition.contains(each.column())).isPresent();
        }

        /** Whether a partition, with the number of the row where rows are numbered, has one row at most. */
        public boolean hasRowForEachKey() {
            return limits.isOneRow() || numbered && limits.function() == RankLimits.Function.ROW_NUMBER;
        }

        /** What all rows of a plan are ordered by in the end. */
        public static Optional<Rank> orderOf(PlanNode plan) {
            if (plan instanceof Filter || plan instanceof Project) {
                return orderOf(plan.inputs().get(0));
            }
            return plan instanceof Rank rank
                            && rank.partition.isEmpty()
                            && !rank.order.isEmpty()
                            && rank.emit == Emit.ON_CHANGE
                            && rank.retracts
                    ? Optional.of(rank)
                    : Optional.empty();
        }

        /** Rows rank as they come. */
        public boolean isByArrival() {
            return emit == Emit.ON_CHANGE && !retracts;
        }

        @Override
        public List<PlanNode> inputs() {
            return List.of(input);
        }

        @Override
        public String kind() {
            return "rank";
        }

        @Override
        public Rank completed(String newUid, Emit newEmit, boolean newRetracts) {
            return new Rank(input, newUid, partition, order, limits, numbered, expiry, newEmit, newRetracts, columns);
        }

        /** The same by arrival. */
        public Rank byArrival(List<SortKey> withinBatch, Optional<Expiry> newExpiry) {
            return new Rank(input, uid, partition, withinBatch, limits, numbered, newExpiry, emit, retracts, columns);
        }

        /** The same with another expiry. */
        public Rank closedBy(Optional<Expiry> newExpiry) {
            return new Rank(input, uid, partition, order, limits, numbered, newExpiry, emit, retracts, columns);
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.rank(this);
        }
    }

    /**
     * Adds columns to each row that are computed from rows around it.
     *
     * @param uid names its state
     * @param partition columns of the input; none: all rows are one partition
     * @param order sort keys; rows that are equal by them are ordered by their whole content
     * @param calls one for each added column
     * @param expiry by which watermark rows are final; empty: never
     * @param emit ON_CLOSE: a row is sent when it is final
     * @param retracts rows that were sent on may be taken back
     */
    record Over(
            PlanNode input,
            String uid,
            List<Integer> partition,
            List<SortKey> order,
            List<OverCall> calls,
            Optional<Expiry> expiry,
            Emit emit,
            boolean retracts,
            List<Column> columns)
            implements Keyed {
        public Over {
            requireNonNull(input, "input");
            requireNonNull(uid, "uid");
            partition = List.copyOf(partition);
            order = List.copyOf(order);
            calls = List.copyOf(calls);
            requireNonNull(expiry, "expiry");
            requireNonNull(emit, "emit");
            columns = List.copyOf(columns);
        }

        /** Whether the watermark closes whole partitions, and not single rows. */
        public boolean closesPartitions() {
            return expiry.filter(each -> partition.contains(each.column())).isPresent();
        }

        /** Whether values depend on no row that is behind, but for those that are equal by the sort keys. */
        public boolean looksBackOnly() {
            return calls.stream().allMatch(call -> call.looksAhead() == 0);
        }

        @Override
        public List<PlanNode> inputs() {
            return List.of(input);
        }

        @Override
        public String kind() {
            return "over";
        }

        @Override
        public Over completed(String newUid, Emit newEmit, boolean newRetracts) {
            return new Over(input, newUid, partition, order, calls, expiry, newEmit, newRetracts, columns);
        }

        /** The same with another expiry. */
        public Over closedBy(Optional<Expiry> newExpiry) {
            return new Over(input, uid, partition, order, calls, newExpiry, emit, retracts, columns);
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.over(this);
        }
    }

    /**
     * Adds to each row the session that it is in, as window_start, window_end and window_time: a session is made of rows of a
     * partition none of which is more than a gap behind another, and goes on for a gap behind the last. One row may
     * make a session longer, make one of two, or, when it is taken back, two of one; then all rows of it are sent anew.
     *
     * @param uid names its state
     * @param timeColumn the event time; a row without one is in no session, and late
     * @param gap microseconds
     * @param partition columns of the input; none: all rows are one partition
     * @param expiry by which watermark a row of a session of its own would be final; empty: sessions stay open
     * @param emit ON_CLOSE: the rows of a session are sent when it is final
     * @param retracts rows that were sent on may be taken back
     */
    record AssignSessions(
            PlanNode input,
            String uid,
            int timeColumn,
            long gap,
            List<Integer> partition,
            Optional<Expiry> expiry,
            Emit emit,
            boolean retracts,
            List<Column> columns)
            implements Keyed {
        public AssignSessions {
            requireNonNull(input, "input");
            requireNonNull(uid, "uid");
            partition = List.copyOf(partition);
            requireNonNull(expiry, "expiry");
            requireNonNull(emit, "emit");
            columns = List.copyOf(columns);
            if (gap <= 0 || columns.size() != input.columns().size() + GroupKey.Property.values().length) {
                throw new IllegalArgumentException("a gap of %d, %d columns".formatted(gap, columns.size()));
            }
        }

        /** Where a property of the session is among the columns. */
        public int place(GroupKey.Property property) {
            return input.columns().size() + property.ordinal();
        }

        @Override
        public List<PlanNode> inputs() {
            return List.of(input);
        }

        @Override
        public String kind() {
            return "sessions";
        }

        @Override
        public AssignSessions completed(String newUid, Emit newEmit, boolean newRetracts) {
            return new AssignSessions(input, newUid, timeColumn, gap, partition, expiry, newEmit, newRetracts, columns);
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.assignSessions(this);
        }
    }

    /** All rows of all inputs. */
    record Union(List<PlanNode> inputs, List<Column> columns) implements PlanNode {
        public Union {
            inputs = List.copyOf(inputs);
            columns = List.copyOf(columns);
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.union(this);
        }
    }

    /** A node that keeps rows in its state, divided by keys. */
    sealed interface Keyed extends PlanNode
            permits SetOperation, Recursion, Join, AsOfJoin, Rank, Over, AssignSessions {
        /** Names its state; unique within the query and the same at each planning of the same query. */
        String uid();

        /** A word for it, of which the uid is made too. */
        String kind();

        /** ON_CLOSE: at the end of the input, or when a watermark has made a row final. */
        Emit emit();

        /** Rows that were sent on may be taken back. */
        boolean retracts();

        /** By which watermark its rows are final; empty: never. */
        default Optional<Expiry> expiry() {
            return Optional.empty();
        }

        /** The same node with what the output mode decides. */
        Keyed completed(String newUid, Emit newEmit, boolean newRetracts);
    }

    /**
     * Rows by how often the two inputs have them. ALL: INTERSECT has a row as often as both have it, EXCEPT as often as the
     * left has it more often than the right; without ALL at most once.
     */
    record SetOperation(
            PlanNode left, PlanNode right, String uid, Kind operation, boolean all, Emit emit, boolean retracts)
            implements Keyed {
        /** Which. */
        public enum Kind {
            INTERSECT,
            EXCEPT
        }

        public SetOperation {
            requireNonNull(left, "left");
            requireNonNull(right, "right");
            requireNonNull(uid, "uid");
            requireNonNull(operation, "operation");
            requireNonNull(emit, "emit");
        }

        @Override
        public List<Column> columns() {
            return left.columns();
        }

        @Override
        public List<PlanNode> inputs() {
            return List.of(left, right);
        }

        @Override
        public String kind() {
            return operation.name().toLowerCase(Locale.ROOT);
        }

        @Override
        public Keyed completed(String newUid, Emit newEmit, boolean newRetracts) {
            return new SetOperation(left, right, newUid, operation, all, newEmit, newRetracts);
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.setOperation(this);
        }
    }

    /**
     * WITH RECURSIVE: the rows of the seed, and, in rounds, what the step makes of the rows that the round before has found,
     * until it finds no more. A batch goes through all its rounds.
     *
     * <pre>
     *   seed ──▶ recursion ──▶ above
     *               ▲  │
     *             step ◀ recurrence
     * </pre>
     *
     * @param name of the query; the {@link Recurrence} below the step has it, too
     * @param step the same columns; it reads its recurrence once, through filters, projections and joins only
     * @param uid names its state
     * @param all a row that was found before is a new one, as in UNION ALL; it may be found for ever
     */
    record Recursion(PlanNode seed, PlanNode step, String name, String uid, boolean all, List<Column> columns)
            implements Keyed {
        public Recursion {
            requireNonNull(seed, "seed");
            requireNonNull(step, "step");
            requireNonNull(name, "name");
            requireNonNull(uid, "uid");
            columns = List.copyOf(columns);
        }

        @Override
        public List<PlanNode> inputs() {
            return List.of(seed, step);
        }

        @Override
        public String kind() {
            return "recursion";
        }

        @Override
        public Emit emit() {
            return Emit.ON_CHANGE;
        }

        @Override
        public boolean retracts() {
            return false;
        }

        @Override
        public Recursion completed(String newUid, Emit newEmit, boolean newRetracts) {
            return new Recursion(seed, step, name, newUid, all, columns);
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.recursion(this);
        }
    }

    /** The rows that the last round of a recursion has found. */
    record Recurrence(String name, List<Column> columns) implements PlanNode {
        public Recurrence {
            requireNonNull(name, "name");
            columns = List.copyOf(columns);
        }

        /** Whether a node reads the rows of a round of a recursion around it. */
        public static boolean isBelow(PlanNode node) {
            return node instanceof Recurrence
                    || (node instanceof Recursion recursion
                            ? isBelow(recursion.seed())
                            : node.inputs().stream().anyMatch(Recurrence::isBelow));
        }

        @Override
        public List<PlanNode> inputs() {
            return List.of();
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.recurrence(this);
        }
    }

    /**
     * Joins two inputs: pairs of rows whose keys are equal and that meet the condition, or the rows of one that have, or
     * do not have, a partner.
     *
     * @param uid names its state; unique within the query
     * @param keys pairs of columns that must be equal; none: all pairs are tried
     * @param condition what else a pair must meet, over the columns of the left input and then those of the right one
     * @param times how far the times of a pair are apart: it says how long rows are kept
     * @param lookup only the right input is kept, and asked; empty: both are, and what comes to either is joined with the other
     * @param emit when rows without a partner are sent, where they are: at once, to be taken back when a partner comes, or
     *     when none can come any more
     * @param retracts it can take rows back
     * @param columns those of the left input, then, unless it is SEMI or ANTI, those of the right one; nullable where a row
     *     may have no partner
     */
    record Join(
            PlanNode left,
            PlanNode right,
            String uid,
            JoinType type,
            List<JoinKey> keys,
            Optional<Expr> condition,
            Optional<JoinTimes> times,
            Optional<Lookup> lookup,
            Emit emit,
            boolean retracts,
            List<Column> columns)
            implements Keyed {
        public Join {
            requireNonNull(left, "left");
            requireNonNull(right, "right");
            requireNonNull(uid, "uid");
            requireNonNull(type, "type");
            keys = List.copyOf(keys);
            requireNonNull(condition, "condition");
            requireNonNull(times, "times");
            requireNonNull(lookup, "lookup");
            requireNonNull(emit, "emit");
            columns = List.copyOf(columns);
            if (lookup.isPresent() && (type.keepsRight() || times.isPresent())) {
                throw new IllegalArgumentException("a lookup that keeps rows of the right input, or by times");
            }
            int width =
                    left.columns().size() + (type.givesRight() ? right.columns().size() : 0);
            if (columns.size() != width) {
                throw new IllegalArgumentException("%d columns for a join of %d".formatted(columns.size(), width));
            }
        }

        /** Whether rows without a partner are sent. */
        public boolean keepsUnmatched() {
            return type.keepsLeft() || type.keepsRight();
        }

        @Override
        public List<PlanNode> inputs() {
            return List.of(left, right);
        }

        @Override
        public String kind() {
            return "join";
        }

        @Override
        public Keyed completed(String newUid, Emit newEmit, boolean newRetracts) {
            return new Join(left, right, newUid, type, keys, condition, times, lookup, newEmit, newRetracts, columns);
        }

        /** The same join that keeps rows as long as these times say. */
        public Join within(Optional<JoinTimes> newTimes) {
            return new Join(left, right, uid, type, keys, condition, newTimes, lookup, emit, retracts, columns);
        }

        /** The same join as a lookup in its right input. */
        public Join asking(Lookup newLookup) {
            return new Join(
                    left, right, uid, type, keys, condition, times, Optional.of(newLookup), emit, retracts, columns);
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.join(this);
        }
    }

    /**
     * Joins each row of the left input with one of the right input: of those with the same keys the one whose time is nearest
     * before, or behind, its own; of several with that time the one that is first by its whole content.
     *
     * @param uid names its state; unique within the query
     * @param keepsLeft rows of the left input without a partner are sent, too
     * @param keys pairs of columns that must be equal
     * @param times the left one must be in this relation to the right one
     * @param emit ON_CLOSE: a row of the left input is sent when its partner is certain
     * @param retracts rows that were sent on may be taken back
     * @param columns those of both inputs; those of the right one nullable where a row may have no partner
     */
    record AsOfJoin(
            PlanNode left,
            PlanNode right,
            String uid,
            boolean keepsLeft,
            List<JoinKey> keys,
            AsOfTimes times,
            Emit emit,
            boolean retracts,
            List<Column> columns)
            implements Keyed {
        public AsOfJoin {
            requireNonNull(left, "left");
            requireNonNull(right, "right");
            requireNonNull(uid, "uid");
            keys = List.copyOf(keys);
            requireNonNull(times, "times");
            requireNonNull(emit, "emit");
            columns = List.copyOf(columns);
        }

        @Override
        public List<PlanNode> inputs() {
            return List.of(left, right);
        }

        @Override
        public String kind() {
            return "as-of-join";
        }

        @Override
        public AsOfJoin completed(String newUid, Emit newEmit, boolean newRetracts) {
            return new AsOfJoin(left, right, newUid, keepsLeft, keys, times, newEmit, newRetracts, columns);
        }

        /** The same with other watermarks. */
        public AsOfJoin within(AsOfTimes newTimes) {
            return new AsOfJoin(left, right, uid, keepsLeft, keys, newTimes, emit, retracts, columns);
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.asOf(this);
        }
    }

    /**
     * The times of an as-of join: numbers, dates or timestamps.
     *
     * @param left column of the left input
     * @param right column of the right input
     * @param relation of the left one to the right one: {@code >=} or {@code >} for the last one before, {@code <=} or
     *     {@code <} for the first one behind
     * @param leftWatermark of the left column; empty: rows of the right input are kept for ever
     * @param rightWatermark of the right column; empty: a partner is never certain
     */
    record AsOfTimes(
            int left,
            int right,
            CoreOperator relation,
            Optional<Watermark> leftWatermark,
            Optional<Watermark> rightWatermark) {
        public AsOfTimes {
            requireNonNull(relation, "relation");
            requireNonNull(leftWatermark, "leftWatermark");
            requireNonNull(rightWatermark, "rightWatermark");
        }

        /** The partner is before the row, and not behind it. */
        public boolean looksBack() {
            return relation == CoreOperator.GREATER || relation == CoreOperator.GREATER_OR_EQUAL;
        }

        /** A partner may have the same time. */
        public boolean includesSame() {
            return relation == CoreOperator.GREATER_OR_EQUAL || relation == CoreOperator.LESS_OR_EQUAL;
        }
    }

    /** Which rows a join sends. */
    enum JoinType {
        /** Pairs. */
        INNER,
        /** Pairs, and the rows of the left input without a partner. */
        LEFT,
        /** Pairs, and the rows of the right input without a partner. */
        RIGHT,
        /** Pairs, and the rows of both inputs without a partner. */
        FULL,
        /** The rows of the left input that have a partner. */
        SEMI,
        /** The rows of the left input that have none. */
        ANTI;

        /** Whether pairs are sent, with the columns of both inputs. */
        public boolean givesRight() {
            return this != SEMI && this != ANTI;
        }

        /** Whether rows of the left input without a partner are sent. */
        public boolean keepsLeft() {
            return this == LEFT || this == FULL || this == ANTI;
        }

        /** Whether rows of the right input without a partner are sent. */
        public boolean keepsRight() {
            return this == RIGHT || this == FULL;
        }
    }

    /**
     * Two columns of a join that must be equal; their types have the same kind, and equal values the same form.
     *
     * @param left column of the left input
     * @param right column of the right input
     * @param nullsMatch NULL equals NULL: {@code IS NOT DISTINCT FROM}
     */
    record JoinKey(int left, int right, boolean nullsMatch) {}

    /**
     * How far apart the times of a pair are. A row of the left input is kept until the right watermark has passed its time
     * minus {@code lower}, one of the right input until the left watermark has passed its time plus {@code upper}.
     *
     * @param left column of the left input
     * @param right column of the right input
     * @param lower the left time minus the right one is at least so many microseconds; empty: any
     * @param upper and at most so many; empty: any
     * @param leftWatermark of the left column; empty: rows of the right input are kept for ever
     * @param rightWatermark of the right column; empty: rows of the left input are kept for ever
     */
    record JoinTimes(
            int left,
            int right,
            OptionalLong lower,
            OptionalLong upper,
            Optional<Watermark> leftWatermark,
            Optional<Watermark> rightWatermark) {
        public JoinTimes {
            requireNonNull(lower, "lower");
            requireNonNull(upper, "upper");
            requireNonNull(leftWatermark, "leftWatermark");
            requireNonNull(rightWatermark, "rightWatermark");
        }

        /** Whether a row of the left input is dropped some day. */
        public boolean dropsLeft() {
            return lower.isPresent() && rightWatermark.isPresent();
        }

        /** Whether a row of the right input is dropped some day. */
        public boolean dropsRight() {
            return upper.isPresent() && leftWatermark.isPresent();
        }
    }

    /**
     * The root: sends the result to a sink.
     *
     * @param uid names what it remembers, if anything
     * @param sink name of the sink, which is the table's
     * @param emission the output mode and why
     * @param retracts the input can take rows back
     * @param key columns by which the changes of a batch are netted; empty: by the whole row
     * @param lateSink where late rows go
     * @param required columns that the sink has as NOT NULL although the plan may give NULL; a row that does is an error
     */
    record Write(
            PlanNode input,
            String uid,
            String sink,
            Emission emission,
            boolean retracts,
            List<Integer> key,
            Optional<String> lateSink,
            List<Integer> required)
            implements PlanNode {
        /** The sink takes NULL in all columns, or the plan gives none. */
        public Write(
                PlanNode input,
                String uid,
                String sink,
                Emission emission,
                boolean retracts,
                List<Integer> key,
                Optional<String> lateSink) {
            this(input, uid, sink, emission, retracts, key, lateSink, List.of());
        }

        public Write {
            requireNonNull(input, "input");
            requireNonNull(uid, "uid");
            requireNonNull(sink, "sink");
            requireNonNull(emission, "emission");
            key = List.copyOf(key);
            requireNonNull(lateSink, "lateSink");
            required = List.copyOf(required);
        }

        @Override
        public List<Column> columns() {
            return input.columns();
        }

        /** What puts the whole result in its order, where that is written whole after each batch. */
        public Optional<Rank> order() {
            return emission.mode() == Emission.Mode.COMPLETE ? Rank.orderOf(input) : Optional.empty();
        }

        @Override
        public List<PlanNode> inputs() {
            return List.of(input);
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.write(this);
        }
    }
}
