package io.sluice.planner;

import io.sluice.planner.TableResolver.Abilities;
import io.sluice.planner.TableResolver.Relation;
import io.sluice.planner.incremental.Incrementalizer;
import io.sluice.planner.incremental.QueryTarget;
import io.sluice.planner.incremental.ReadingOrder;
import io.sluice.planner.incremental.SharedPlans;
import io.sluice.planner.incremental.StateTtls;
import io.sluice.planner.incremental.Warnings;
import io.sluice.planner.plan.Column;
import io.sluice.planner.plan.LateRows;
import io.sluice.planner.plan.PlanNode;
import io.sluice.planner.plan.StateTtl;
import io.sluice.planner.plan.TypeKind;
import io.sluice.planner.rules.PlanNodes;
import io.sluice.planner.rules.TableSizes;
import io.sluice.planner.translate.PlanBuilder;
import io.sluice.planner.validate.Names;
import io.sluice.planner.validate.QueryValidator;
import io.sluice.planner.validate.StateTtlHints;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Plans the outputs of one query: an INSERT, several of a statement set, or a SELECT. */
final class QueryPlanning {
    private final TableResolver tables;
    private final PlannerOptions options;
    private final Script script;
    private final TableSizes sizes;
    private final List<Output> outputs = new ArrayList<>();
    private final List<String> warnings = new ArrayList<>();

    /** A query that is not yet incremental. */
    private record Output(PlanNode query, QueryTarget target, Position position, Map<String, Long> ttls) {}

    QueryPlanning(TableResolver tables, PlannerOptions options, Script script) {
        this.tables = tables;
        this.options = options;
        this.script = script;
        this.sizes = new TableSizes(tables::rows);
    }

    static boolean isBuiltIn(String function) {
        return QueryValidator.isBuiltIn(function);
    }

    /** The plan of a query as it stands; what cannot be placed better is refused at {@code position}. */
    static PlanNode translate(
            TableResolver tables, PlannerOptions options, ParsedQuery query, Script script, Position position) {
        return located(
                script, position, () -> new PlanBuilder(options, tables).build(QueryValidator.convert(tables, query)));
    }

    /** Something that may fail without knowing where. */
    private interface Step<T> {
        T run();
    }

    private static <T> T located(Script script, Position position, Step<T> step) {
        try {
            return step.run();
        } catch (PlanException e) {
            throw e.location().isPresent()
                    ? e
                    : new PlanException(
                            e.getMessage(), e.hint(), Optional.of(new PlanException.Location(script, position)));
        } catch (StackOverflowError e) {
            throw new PlanException(
                    "the query is nested too deeply",
                    "Split it by views.",
                    Optional.of(new PlanException.Location(script, position)));
        }
    }

    void insert(Statement.Insert insert) {
        Relation.Table table = sink(insert.target(), insert.targetPosition());
        InsertTarget target = new InsertTarget(script, insert, table.definition());
        PlanNode query = target.assigned(translate(tables, options, insert.query(), script, insert.position()));
        List<Integer> nullable = target.nullableKeys(query);
        if (!nullable.isEmpty()) {
            warnings.add(nullableKey(nullable.stream().map(query.columns()::get).toList(), insert.target()));
        }
        add(
                query,
                insert.query(),
                insert.target(),
                table.abilities(),
                target.keyPlaces(),
                nullable,
                insert.emit(),
                insert.lateInto(),
                insert.position());
    }

    private static String nullableKey(List<Column> columns, String table) {
        String names = String.join("\", \"", columns.stream().map(Column::name).toList());
        return "column \"%s\" is in the primary key of table \"%s\", but the query may give NULL: such a row ends the query"
                .formatted(names, table);
    }

    void select(Statement.Select select, String sink, Abilities abilities) {
        PlanNode query = translate(tables, options, select.query(), script, select.position());
        add(
                query,
                select.query(),
                sink,
                abilities,
                List.of(),
                List.of(),
                select.emit(),
                select.lateInto(),
                select.position());
    }

    private void add(
            PlanNode query,
            ParsedQuery parsed,
            String sink,
            Abilities abilities,
            List<Integer> key,
            List<Integer> required,
            Optional<Statement.Emit> emit,
            Optional<Statement.LateInto> late,
            Position position) {
        late.ifPresent(this::checkLateSink);
        QueryTarget target = new QueryTarget(
                sink,
                abilities,
                key,
                required,
                emit.flatMap(Statement.Emit::mode),
                emit.filter(clause -> clause.mode().isEmpty()).isPresent(),
                late.map(Statement.LateInto::sink));
        Position place = emit.map(Statement.Emit::position).orElse(position);
        outputs.add(new Output(query, target, place, StateTtlHints.of(parsed, tables)));
    }

    private Relation.Table sink(String name, Position position) {
        Relation relation = tables.find(name).orElseThrow(() -> {
            return failure(
                    position,
                    "table \"%s\" does not exist%s".formatted(name, Names.nearest(name, tables.names())),
                    "Define it with CREATE TABLE before.");
        });
        if (!(relation instanceof Relation.Table table)) {
            throw failure(position, "\"%s\" is a view: it cannot be written".formatted(name), "Write into a table.");
        }
        if (!table.abilities().writable()) {
            throw failure(
                    position,
                    "table \"%s\" cannot be written: its connector '%s' only reads"
                            .formatted(name, table.abilities().connector()),
                    "Write into a table of another connector, such as 'filesystem' or 'console'.");
        }
        return table;
    }

    private PlanException failure(Position position, String message, String hint) {
        return new PlanException(message, hint, Optional.of(new PlanException.Location(script, position)));
    }

    /** Late rows come in an envelope, so the table for them must have its columns. */
    private void checkLateSink(Statement.LateInto late) {
        Relation.Table table = sink(late.sink(), late.position());
        EnvelopeTable.obstacle(table.definition(), table.abilities(), LateRows.COLUMNS, "late rows")
                .ifPresent(obstacle -> {
                    throw failure(
                            late.position(),
                            "table \"%s\" of LATE INTO %s".formatted(late.sink(), obstacle.what()),
                            obstacle.hint());
                });
    }

    /** Once all outputs are known, and with them whether all sources end. */
    PlannedQuery plan(String name) {
        boolean ends = outputs.stream().allMatch(output -> isBounded(output.query));
        boolean bounded = options.batch() || ends;
        Incrementalizer incrementalizer = new Incrementalizer(
                bounded,
                options.zone(),
                ends && options.ordersJoins() ? sizes : TableSizes.unknown(),
                () -> options.sketches() && !tables.startedExactly());
        List<PlanNode.Write> writes = SharedPlans.in(outputs.stream()
                .map(output ->
                        located(script, output.position, () -> incrementalizer.plan(output.query, output.target)))
                .toList());
        writes.forEach(write -> PlanNodes.walk(write, QueryPlanning::refuseMapKeys));
        located(script, outputs.get(0).position, () -> ReadingOrder.of(writes, bounded));
        Map<String, StateTtl> ttls = StateTtls.of(
                writes,
                bounded,
                options.stateTtl(),
                outputs.stream().map(Output::ttls).toList());
        warnings.addAll(Warnings.of(writes, bounded, ttls));
        return new PlannedQuery(name, writes, sources(writes), sinks(writes), bounded, ttls, sizes.known(), warnings);
    }

    /** Equal maps may differ in the order of their entries. */
    private static void refuseMapKeys(PlanNode node) {
        if (!(node instanceof PlanNode.Aggregate aggregate)) {
            return;
        }
        for (int i = 0; i < aggregate.keys().size(); i++) {
            Column key = aggregate.columns().get(i);
            if (key.type().holds(TypeKind.MAP)) {
                throw new PlanException(
                        "column \"%s\" of type %s cannot be grouped by: a MAP has no equality"
                                .formatted(key.name(), key.type()),
                        "Group by what is in it, such as m['key'].",
                        Optional.empty());
            }
        }
    }

    private static boolean isBounded(PlanNode plan) {
        boolean[] bounded = {true};
        PlanNodes.walk(plan, node -> bounded[0] &= !(node instanceof PlanNode.Scan scan) || scan.bounded());
        return bounded[0];
    }

    private static List<String> sources(List<PlanNode.Write> writes) {
        Set<String> names = new LinkedHashSet<>();
        writes.forEach(write -> PlanNodes.walk(write, node -> {
            if (node instanceof PlanNode.Scan scan) {
                names.add(scan.source());
            }
        }));
        return List.copyOf(names);
    }

    private static List<String> sinks(List<PlanNode.Write> writes) {
        Set<String> names = new LinkedHashSet<>();
        writes.forEach(write -> names.add(write.sink()));
        writes.forEach(write -> write.lateSink().ifPresent(names::add));
        return List.copyOf(names);
    }
}
