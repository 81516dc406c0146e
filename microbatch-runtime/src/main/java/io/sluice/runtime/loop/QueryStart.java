package io.sluice.runtime.loop;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.checkpoint.BatchIntent;
import io.sluice.checkpoint.Checkpoint;
import io.sluice.checkpoint.CheckpointException;
import io.sluice.checkpoint.QueryMetadata;
import io.sluice.checkpoint.StateMigration;
import io.sluice.checkpoint.StateTable;
import io.sluice.planner.PlanMatch;
import io.sluice.planner.PlannedQuery;
import io.sluice.planner.Planner;
import io.sluice.runtime.CheckpointFit;
import io.sluice.runtime.Connectors;
import io.sluice.runtime.QuerySpec;
import io.sluice.runtime.execution.ExecutionOptions;
import io.sluice.sinks.Sink;
import io.sluice.sources.Source;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Opens all that a query needs, in this order: the checkpoint; the check that it is this query's; its metadata, before
 * anything outside carries the query's id; sources; sinks; the compiled plan; the state. A failure closes it all again.
 */
public final class QueryStart {
    private static final Logger LOG = LoggerFactory.getLogger(QueryStart.class);

    private final QuerySpec spec;
    private final Resources resources = new Resources();
    private final BufferAllocator allocator = new RootAllocator();

    /** With the uids that its state has. */
    private PlannedQuery plan;

    /** The state has got other columns, which the next commit makes final. */
    private boolean migrated;

    private QueryStart(QuerySpec spec) {
        this.spec = requireNonNull(spec, "spec");
        this.plan = spec.plan();
        resources.add(allocator::close);
    }

    /** Fails with the user's trouble as it is: a checkpoint of another query, a source that cannot be read … */
    public static OpenQuery open(QuerySpec spec, BatchRunner.Compiler compiler) {
        QueryStart start = new QueryStart(spec);
        try {
            return start.open(compiler);
        } catch (RuntimeException | Error e) {
            start.resources.closeAfter(e);
            throw e;
        }
    }

    /** Compiles the plan over open sources and sinks, without a checkpoint, and closes all. */
    public static void compile(QuerySpec spec, BatchRunner.Compiler compiler) {
        QueryStart start = new QueryStart(spec);
        try {
            start.compile(
                    compiler,
                    start.openSources(),
                    start.openSinks(UUID.randomUUID().toString()));
        } catch (RuntimeException | Error e) {
            start.resources.closeAfter(e);
            throw e;
        }
        start.resources.close();
    }

    private OpenQuery open(BatchRunner.Compiler compiler) {
        Checkpoint checkpoint = Checkpoint.open(spec.checkpoint(), spec.checkpointOptions(), allocator);
        resources.add(checkpoint::close);
        Optional<QueryMetadata> stored = storedMetadata(checkpoint);
        CheckpointFit fit = checkFit(checkpoint, stored);
        boolean finished = fit.finished();
        boolean changed = stored.map(query -> fit.match().orElseGet(() -> Planner.match(query.plan(), spec.plan())))
                .filter(match -> !match.isSame())
                .isPresent();
        plan = fit.match().map(match -> Planner.renamed(spec.plan(), match)).orElse(spec.plan());
        JsonNode json = withFilled(withSinks(Planner.toJson(plan)), stored, fit);
        String queryId = stored.map(QueryMetadata::queryId)
                .orElseGet(() -> UUID.randomUUID().toString());
        QueryMetadata metadata = new QueryMetadata(queryId, json);
        if (stored.isEmpty()) {
            checkpoint.writeMetadata(metadata);
        }
        Map<String, Source> sources = finished ? Map.of() : openSources();
        SourceMemories memories = new SourceMemories(sources, allocator);
        memories.restore(checkpoint);
        Map<String, Sink> sinks = openSinks(queryId);
        Optional<BatchRunner> runner = finished
                ? Optional.empty()
                : Optional.of(restored(compiler, checkpoint, stored, json, fit, sources, sinks));
        boolean otherPlan = stored.isPresent() && !stored.get().plan().equals(json);
        if (otherPlan && !migrated) {
            checkpoint.writeMetadata(metadata);
        }
        Optional<BatchIntent> unfinished = checkpoint.unfinished().filter(intent -> !changed);
        SourceEnds ends = SourceEnds.of(spec, checkpoint.lastCommit(), unfinished);
        ends.apply(sources, spec.freezesSources());
        return new OpenQuery(
                queryId,
                checkpoint,
                unfinished.filter(this::isRepeated),
                sources,
                ends,
                sinks,
                memories,
                runner,
                otherPlan && migrated ? Optional.of(metadata) : Optional.empty(),
                fit.bootstrap().isPresent(),
                resources);
    }

    /** The plan with {@code "sinks": {name: {"connector", "repetition"}}}, for people. */
    private JsonNode withSinks(JsonNode json) {
        Map<String, Connectors.SinkKind> kinds = new TreeMap<>(spec.connectors().sinkKinds());
        if (kinds.isEmpty()) {
            return json;
        }
        ObjectNode sinks = ((ObjectNode) json).putObject("sinks");
        kinds.forEach((name, kind) -> sinks.putObject(name)
                .put("connector", kind.connector())
                .put("repetition", kind.repetition().name()));
        return json;
    }

    /**
     * With {@code "bootstrapped": {uid: batch}}: the group-bys whose aggregates were filled from the rows up to that batch. So the same command can
     * be repeated.
     */
    private static JsonNode withFilled(JsonNode json, Optional<QueryMetadata> stored, CheckpointFit fit) {
        Map<String, Long> filled = new TreeMap<>();
        Set<String> added = fit.match().map(match -> match.calls().keySet()).orElse(Set.of());
        Set<String> fresh = fit.match().map(PlanMatch::fresh).orElse(Set.of());
        stored.map(query -> query.plan().path(PlanMatch.BOOTSTRAPPED))
                .ifPresent(before -> before.fieldNames().forEachRemaining(uid -> {
                    if (json.path("operators").has(uid) && !added.contains(uid) && !fresh.contains(uid)) {
                        filled.put(uid, before.path(uid).asLong());
                    }
                }));
        fit.bootstrap().ifPresent(bootstrap -> bootstrap
                .targets()
                .keySet()
                .forEach(uid -> filled.put(uid, fit.lastBatch().getAsLong())));
        if (!filled.isEmpty()) {
            ObjectNode node = ((ObjectNode) json).putObject(PlanMatch.BOOTSTRAPPED);
            filled.forEach(node::put);
        }
        return json;
    }

    /** The directory's metadata; it must be there if anything was ever committed. */
    private Optional<QueryMetadata> storedMetadata(Checkpoint checkpoint) {
        Optional<QueryMetadata> stored = checkpoint.metadata();
        if (stored.isEmpty() && checkpoint.lastCommit().isPresent()) {
            throw CheckpointException.corrupt(
                    spec.checkpoint(),
                    "metadata that says which query it belongs to",
                    "%d committed batches without it"
                            .formatted(checkpoint.lastCommit().get().batch() + 1),
                    "Put the metadata back from a backup, or start the query with a new checkpoint directory.");
        }
        return stored;
    }

    private CheckpointFit checkFit(Checkpoint checkpoint, Optional<QueryMetadata> stored) {
        CheckpointFit fit = CheckpointFit.of(
                spec.plan(),
                spec.mayLose(),
                spec.bootstrap(),
                spec.endsWithInput(),
                stored,
                checkpoint.lastCommit(),
                checkpoint.commitsAfter(checkpoint.publishedThrough()));
        fit.trouble().ifPresent(trouble -> {
            throw mismatch(trouble.message(), trouble.hint());
        });
        fit.losses()
                .forEach(loss -> LOG.warn("query \"{}\", checkpoint {}: {}", spec.name(), spec.checkpointName(), loss));
        return fit;
    }

    private CheckpointException mismatch(String trouble, String hint) {
        return new CheckpointException(
                CheckpointException.Kind.MISMATCH,
                "cannot start query \"%s\" with checkpoint %s: %s"
                        .formatted(spec.name(), spec.checkpointName(), trouble),
                hint,
                null);
    }

    /**
     * An unfinished batch is repeated as it was. Two are planned anew, which is as right since nobody has seen anything
     * of them: the first one, since limits and the like may have been changed after it (but the ends that it has pinned
     * hold); and one that was to close everything, if the query now goes on.
     */
    private boolean isRepeated(BatchIntent intent) {
        return intent.batch() > 0 && (!intent.endOfInput() || spec.endsWithInput());
    }

    private Map<String, Source> openSources() {
        Map<String, Source> sources = spec.connectors().sources();
        sources.values().forEach(source -> resources.add(source::close));
        return sources;
    }

    private Map<String, Sink> openSinks(String queryId) {
        Map<String, Sink> sinks = spec.connectors().sinks(queryId);
        sinks.values().forEach(sink -> resources.add(sink::close));
        return sinks;
    }

    private BatchRunner restored(
            BatchRunner.Compiler compiler,
            Checkpoint checkpoint,
            Optional<QueryMetadata> stored,
            JsonNode planJson,
            CheckpointFit fit,
            Map<String, Source> sources,
            Map<String, Sink> sinks) {
        Optional<PlanMatch> match = fit.match();
        Set<String> filled = fill(compiler, checkpoint, fit);
        BatchRunner runner = compile(compiler, sources, sinks);
        forgetDropped(checkpoint, runner.tables(), stored, match);
        Set<String> fresh = match.map(PlanMatch::fresh).orElse(Set.of());
        Set<String> otherwise =
                stored.map(query -> describedOtherwise(query.plan(), planJson)).orElse(Set.of());
        for (StateTable table : runner.tables()) {
            if (!fresh.contains(table.uid())) {
                if (otherwise.contains(table.uid()) && !filled.contains(table.uid())) {
                    migrated |= checkpoint.migrate(
                            table,
                            match.map(StoredColumns::new)
                                    .<StateMigration>map(each -> each)
                                    .orElse(StateMigration::byPlace));
                }
                do {
                    checkpoint.restore(table, runner.tasks(), rows -> runner.restore(table, rows));
                } while (runner.restored(table));
            }
        }
        return runner;
    }

    /** Gives the uids of the group-bys that have got aggregates with what they would have if these had been there from the beginning. */
    private Set<String> fill(BatchRunner.Compiler compiler, Checkpoint checkpoint, CheckpointFit fit) {
        if (fit.bootstrap().isEmpty()) {
            return Set.of();
        }
        Set<String> uids = fit.bootstrap().get().targets().keySet();
        try {
            new BootstrapRun(spec, fit.bootstrap().get(), fit.match().orElseThrow(), checkpoint, allocator)
                    .run(compiler, plan.outputs());
        } catch (BootstrapRun.Refusal e) {
            CheckpointFit.Trouble trouble = CheckpointFit.cannotFill(uids, e.getMessage(), e.hint());
            throw mismatch(trouble.message(), trouble.hint());
        }
        migrated = true;
        return uids;
    }

    /** The operators that the checkpoint describes in another way, so that their state may have other columns. */
    private static Set<String> describedOtherwise(JsonNode stored, JsonNode plan) {
        JsonNode before = stored.path("operators");
        JsonNode now = plan.path("operators");
        Set<String> uids = new HashSet<>();
        before.fieldNames().forEachRemaining(uids::add);
        now.fieldNames().forEachRemaining(uids::add);
        uids.removeIf(uid -> before.path(uid).equals(now.path(uid)));
        return uids;
    }

    private BatchRunner compile(BatchRunner.Compiler compiler, Map<String, Source> sources, Map<String, Sink> sinks) {
        ExecutionOptions options = new ExecutionOptions(
                spec.parallelism(),
                spec.zone(),
                spec.name(),
                spec.wrapIntegers(),
                spec.rowErrors(),
                spec.deadLetterSink(),
                spec.stateLimits());
        BatchRunner runner = compiler.compile(plan, sources, sinks, options, allocator);
        resources.add(runner::close);
        return runner;
    }

    /**
     * State that no operator takes would be lost in silence. Only that of operators goes that the match has dropped, now or at
     * an earlier start that has not committed a batch since.
     */
    private void forgetDropped(
            Checkpoint checkpoint, List<StateTable> tables, Optional<QueryMetadata> stored, Optional<PlanMatch> match) {
        Set<String> fresh = match.map(PlanMatch::fresh).orElse(Set.of());
        Set<String> known = new HashSet<>();
        tables.stream()
                .filter(table -> !fresh.contains(table.uid()))
                .forEach(table -> known.add(table.uid() + "/" + table.table()));
        JsonNode operators = stored.map(query -> query.plan().path("operators")).orElse(NullNode.getInstance());
        for (String table : checkpoint.tables()) {
            if (!known.contains(table) && !SourceMemories.isOfSource(table)) {
                String uid = table.substring(0, table.indexOf('/'));
                boolean dropped = match.filter(found ->
                                found.dropped().contains(uid) || found.lost().contains(uid))
                        .isPresent();
                if (!dropped && operators.has(uid)) {
                    throw mismatch(
                            "expected state of %s only, got also [%s]".formatted(known, table),
                            "Start it with a new checkpoint directory, or go back to the query as it was.");
                }
                checkpoint.forget(table);
            }
        }
    }
}
