package io.sluice.runtime.loop;

import static java.util.Objects.requireNonNull;

import io.sluice.checkpoint.BatchCommit;
import io.sluice.checkpoint.Checkpoint;
import io.sluice.checkpoint.CheckpointOptions;
import io.sluice.checkpoint.FillDifferences;
import io.sluice.checkpoint.FillRule;
import io.sluice.checkpoint.StateFilling;
import io.sluice.checkpoint.StateMigration;
import io.sluice.checkpoint.StateTable;
import io.sluice.planner.Bootstrap;
import io.sluice.planner.PlanMatch;
import io.sluice.planner.plan.PlanNode;
import io.sluice.runtime.QuerySpec;
import io.sluice.runtime.RowErrors;
import io.sluice.runtime.execution.BatchInput;
import io.sluice.runtime.execution.BatchResult;
import io.sluice.runtime.execution.ExecutionOptions;
import io.sluice.runtime.operator.StoredValues;
import io.sluice.sinks.Sink;
import io.sluice.sources.Source;
import io.sluice.sources.SourceException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.types.pojo.Field;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Fills the aggregates that group-bys have got: computes these once more, in a checkpoint of its own that is thrown away, from the rows up to
 * the last commit, and takes over the new columns by the keys of the groups.
 *
 * <pre>
 *   sources ── from the beginning to the last commit ──> the group-by, empty ──> its state ─┐ new columns
 *                                                        the state of the checkpoint ───────┴──> the state, filled
 * </pre>
 *
 * What the checkpoint has must come out of it: the same groups, and in each the same aggregates. So afterwards the state is that of the new query
 * over all these rows, or nothing has changed.
 */
final class BootstrapRun {
    private static final Logger LOG = LoggerFactory.getLogger(BootstrapRun.class);
    private static final int RETAINED = 2;

    private final QuerySpec spec;
    private final Bootstrap bootstrap;
    private final PlanMatch match;
    private final Checkpoint checkpoint;
    private final BufferAllocator allocator;

    /** Why it cannot be done; in words, to stand behind what the start was to do. */
    static final class Refusal extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private final String hint;

        Refusal(String message, String hint, Throwable cause) {
            super(requireNonNull(message, "message"), cause);
            this.hint = requireNonNull(hint, "hint");
        }

        String hint() {
            return hint;
        }
    }

    BootstrapRun(
            QuerySpec spec, Bootstrap bootstrap, PlanMatch match, Checkpoint checkpoint, BufferAllocator allocator) {
        this.spec = requireNonNull(spec, "spec");
        this.bootstrap = requireNonNull(bootstrap, "bootstrap");
        this.match = requireNonNull(match, "match");
        this.checkpoint = requireNonNull(checkpoint, "checkpoint");
        this.allocator = requireNonNull(allocator, "allocator");
    }

    /** Fills the tables of all group-bys; they count when the next batch is committed. */
    void run(BatchRunner.Compiler compiler, List<PlanNode.Write> outputs) {
        Path directory = makeDirectory();
        try (Resources resources = new Resources()) {
            resources.add(() -> remove(directory));
            CheckpointOptions defaults = CheckpointOptions.DEFAULT;
            Checkpoint own = Checkpoint.open(
                    directory,
                    new CheckpointOptions(
                            RETAINED,
                            defaults.inlineBytes(),
                            defaults.snapshotBatches(),
                            spec.checkpointOptions().background(),
                            false,
                            Optional.empty(),
                            false),
                    allocator);
            resources.add(own::close);
            fill(own, compute(own, compiler, outputs));
        }
    }

    private Path makeDirectory() {
        try {
            Files.createDirectories(spec.stateLimits().directory());
            return Files.createTempDirectory(spec.stateLimits().directory(), "sluice-bootstrap-");
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "cannot create a directory for temporary state in "
                            + spec.stateLimits().directory(),
                    e);
        }
    }

    private static void remove(Path directory) {
        try (Stream<Path> paths = Files.walk(directory)) {
            for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        } catch (IOException e) {
            LOG.warn("cannot remove the temporary state {}: {}", directory, e.getMessage());
        }
    }

    /** Gives the tables of all that has state. */
    private List<StateTable> compute(Checkpoint own, BatchRunner.Compiler compiler, List<PlanNode.Write> outputs) {
        try (Resources resources = new Resources()) {
            Map<String, Source> sources =
                    spec.connectors().sources(Set.copyOf(bootstrap.query().sources()));
            sources.values().forEach(source -> resources.add(source::close));
            new SourceMemories(sources, allocator).restore(checkpoint);
            RowsAgain rows = RowsAgain.of(
                    bootstrap, sources, outputs, checkpoint.lastCommit().orElseThrow(), checkpoint::intent);
            LOG.info(
                    "query \"{}\" fills aggregates of {}: it reads again {}",
                    spec.name(),
                    bootstrap.targets().keySet(),
                    new TreeMap<>(rows.extents()));
            Map<String, Sink> sinks = new HashMap<>();
            bootstrap.query().sinks().forEach(name -> sinks.put(name, new NoSink()));
            BatchRunner runner = compiler.compile(bootstrap.query(), sources, sinks, options(), allocator);
            resources.add(runner::close);
            for (int i = 0; i < rows.batches().size(); i++) {
                run(runner, rows, i, own, sources.keySet());
            }
            return runner.tables();
        } catch (SourceException e) {
            throw new Refusal(e.getMessage(), e.hint(), e);
        }
    }

    /** Rows that cannot be computed were sent where such rows go when they came first. */
    private ExecutionOptions options() {
        RowErrors errors = spec.rowErrors() == RowErrors.DEAD_LETTER ? RowErrors.SKIP : spec.rowErrors();
        return new ExecutionOptions(
                spec.parallelism(),
                spec.zone(),
                spec.name(),
                spec.wrapIntegers(),
                errors,
                Optional.empty(),
                spec.stateLimits());
    }

    private void run(BatchRunner runner, RowsAgain rows, int place, Checkpoint own, Set<String> sources) {
        BatchInput input = rows.batches().get(place);
        BatchResult result = runner.run(input);
        if (!rows.ends().isEmpty()) {
            Map<String, Map<String, Long>> got = RowsAgain.only(result.watermarks(), sources);
            Map<String, Map<String, Long>> expected = rows.ends().get(place);
            if (!got.equals(expected)) {
                throw new Refusal(
                        "the watermarks at the end of batch %d were %s, and are %s when its rows are read again"
                                .formatted(input.batch(), expected, got),
                        "",
                        null);
            }
        }
        own.commit(new BatchCommit(input.batch(), Map.of(), Map.of(), Map.of(), Map.of(), -1, false), result.deltas());
    }

    private void fill(Checkpoint own, List<StateTable> tables) {
        StateFilling filling = checkpoint.fillFrom(own);
        bootstrap.below().keySet().forEach(uid -> compare(filling, groups(tables, uid)));
        for (PlanNode.Aggregate target : bootstrap.targets().values()) {
            PlanMatch.Calls calls = match.calls().get(target.uid());
            StateTable groups = groups(tables, target.uid());
            boolean isThere = filling.isStored(groups);
            check(groups, filling.fill(groups, ofGroups(groups)));
            for (StoredValues values : StoredValues.of(target, calls)) {
                StateTable table = table(tables, target.uid(), values.table());
                check(table, filling.fill(table, ofValues(table, values, isThere)));
            }
        }
        filling.finish();
    }

    private void compare(StateFilling filling, StateTable groups) {
        check(groups, filling.compare(groups, ofGroups(groups)));
    }

    private FillRule ofGroups(StateTable groups) {
        return new FillRule(Optional.of(name(groups)), new StoredColumns(match), ignored(groups), true);
    }

    /** What a user's class keeps, what is computed from values that are kept beside, and rests of sums: the same may look differently. */
    private static Set<String> ignored(StateTable groups) {
        Set<String> ignored = new HashSet<>();
        for (Field field : groups.schema().getFields()) {
            String name = field.getName();
            if (name.endsWith("_accumulator")
                    || name.endsWith("_rest")
                    || name.endsWith("_value")
                    || name.endsWith("_top")
                    || name.startsWith("_changed")) {
                ignored.add(name);
            }
        }
        return ignored;
    }

    /** @param isThere a start has been cut off between its first commit, which has given the tables their places, and the new plan */
    private FillRule ofValues(StateTable table, StoredValues values, boolean isThere) {
        if (isThere) {
            return new FillRule(Optional.of(name(table)), StateMigration::byPlace, Set.of(), !values.byArrival());
        }
        if (values.stored().isEmpty()) {
            return FillRule.fresh();
        }
        StateMigration kept = new StoredCounts(values.counts());
        String stored = table.uid() + "/" + values.stored().get();
        return new FillRule(Optional.of(stored), kept, Set.of(), !values.byArrival());
    }

    private static String name(StateTable table) {
        return table.uid() + "/" + table.table();
    }

    private static StateTable groups(List<StateTable> tables, String uid) {
        return table(tables, uid, "groups");
    }

    private static StateTable table(List<StateTable> tables, String uid, String name) {
        return tables.stream()
                .filter(table -> table.uid().equals(uid) && table.table().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("no table %s/%s among %s".formatted(uid, name, tables)));
    }

    private void check(StateTable table, FillDifferences found) {
        if (!found.isEmpty()) {
            throw new Refusal(
                    "of \"%s\" the rows that were read again give something else than the checkpoint has (%s): of %,d %s there, %,d have other values, %,d are not given, and %,d are given that are not there; such as %s"
                            .formatted(
                                    table.uid(),
                                    table.table(),
                                    found.rows(),
                                    table.table().equals("groups") ? "groups" : "values",
                                    found.other(),
                                    found.missing(),
                                    found.more(),
                                    found.example().orElse("")),
                    "The source has not all the rows any more that were read, or has others, or the query was another one when it read"
                            + " them.",
                    null);
        }
    }
}
