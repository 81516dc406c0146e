package io.sluice.runtime.loop;

import io.sluice.checkpoint.CheckpointOptions;
import io.sluice.checkpoint.file.Durability;
import io.sluice.planner.PlannedQuery;
import io.sluice.runtime.Connectors;
import io.sluice.runtime.QueryListener;
import io.sluice.runtime.QuerySpec;
import io.sluice.runtime.RowErrors;
import io.sluice.runtime.StateLimits;
import io.sluice.runtime.StepListener;
import io.sluice.runtime.Trigger;
import io.sluice.runtime.progress.QueryMonitor;
import io.sluice.sinks.Sink;
import io.sluice.sources.ReadLimit;
import io.sluice.sources.Source;
import io.sluice.sources.SourceMemory;
import java.nio.file.Path;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;

/** The query of the loop's tests: {@link RunningSum} from a {@link ListSource} to a {@link LineSink}. */
public final class TestJob implements Connectors {
    private final Path directory;
    private final List<Long> rows = new CopyOnWriteArrayList<>();
    private final List<ListSource> sources = new ArrayList<>();
    private final List<LineSink> sinks = new ArrayList<>();
    private final List<QueryListener> listeners = new ArrayList<>();
    private PlannedQuery plan = TestPlans.sum(false);
    private Trigger trigger = new Trigger.AvailableNow();
    private boolean bounded;
    private long rowsPerBatch = Long.MAX_VALUE;
    private InstantSource clock = InstantSource.system();
    private StepListener steps = StepListener.NONE;
    private CheckpointOptions options = new CheckpointOptions(2, 1024, 2, false);
    private BatchRunner.Compiler compiler =
            (query, opened, written, execution, allocator) -> new RunningSum(opened, written, allocator);
    private Optional<SourceMemory> memory = Optional.empty();
    private boolean ahead;
    private Durability whenStaged = Durability.FULL;
    private Durability whenSynced = Durability.FULL;

    /** @param directory gets the folders {@code checkpoint} and {@code out} */
    public TestJob(Path directory) {
        this.directory = directory;
    }

    public TestJob rows(long... values) {
        for (long value : values) {
            rows.add(value);
        }
        return this;
    }

    public TestJob plan(PlannedQuery value) {
        plan = value;
        return this;
    }

    public TestJob trigger(Trigger value) {
        trigger = value;
        return this;
    }

    public TestJob bounded(boolean value) {
        bounded = value;
        return this;
    }

    public TestJob rowsPerBatch(long value) {
        rowsPerBatch = value;
        return this;
    }

    public TestJob clock(InstantSource value) {
        clock = value;
        return this;
    }

    public TestJob steps(StepListener value) {
        steps = value;
        return this;
    }

    public TestJob listener(QueryListener value) {
        listeners.add(value);
        return this;
    }

    TestJob options(CheckpointOptions value) {
        options = value;
        return this;
    }

    public TestJob compiler(BatchRunner.Compiler value) {
        compiler = value;
        return this;
    }

    public BatchRunner.Compiler compiler() {
        return compiler;
    }

    TestJob memory(SourceMemory value) {
        memory = Optional.of(value);
        return this;
    }

    /** The sink takes rows of the next batch before it has published the last. */
    TestJob writesAhead() {
        ahead = true;
        return this;
    }

    /** What the sink makes durable of what it should. */
    TestJob durability(Durability staged, Durability synced) {
        whenStaged = staged;
        whenSynced = synced;
        return this;
    }

    public QuerySpec spec() {
        return new QuerySpec(
                "sums",
                plan,
                this,
                checkpoint(),
                trigger,
                bounded,
                1,
                ZoneOffset.UTC,
                false,
                RowErrors.FAIL,
                Optional.empty(),
                StateLimits.standard(),
                Set.of(),
                Set.of(),
                options,
                clock,
                listeners,
                steps);
    }

    /** Runs the query to its end, on this thread. */
    void run() {
        run(spec(), compiler);
    }

    /** As {@code StreamingQuery} does it, but on this thread. */
    public static void run(QuerySpec spec, BatchRunner.Compiler compiler) {
        OpenQuery query = QueryStart.open(spec, compiler);
        QueryMonitor monitor = new QueryMonitor(query.queryId(), "run", spec.name(), spec.listeners());
        TriggerLoop loop = new TriggerLoop(spec, query, monitor, new Signals());
        try {
            loop.run();
        } catch (RuntimeException | Error e) {
            RuntimeException failure = loop.failed(e);
            query.closeAfter(failure);
            throw failure;
        }
        query.close();
    }

    public Path checkpoint() {
        return directory.resolve("checkpoint");
    }

    public Path output() {
        return directory.resolve("out");
    }

    /** What a reader of the output sees, in the order of the batches. */
    public List<String> visible() {
        return LineSink.visible(output()).values().stream()
                .flatMap(List::stream)
                .toList();
    }

    /** What a reader must see in the end. */
    public List<String> expected() {
        return RunningSum.lines(rows);
    }

    /** What a reader must see of a bounded run that ends after so many rows. */
    List<String> expectedTo(int count) {
        List<Long> read = rows.subList(0, count);
        List<String> lines = new ArrayList<>(RunningSum.lines(read));
        lines.add("end " + read.stream().mapToLong(Long::longValue).sum());
        return lines;
    }

    /** The source of the last start. */
    public ListSource source() {
        return sources.get(sources.size() - 1);
    }

    /** The sink of the last start. */
    public LineSink sink() {
        return sinks.get(sinks.size() - 1);
    }

    int starts() {
        return sinks.size();
    }

    @Override
    public Map<String, Source> sources() {
        sources.add(new ListSource(rows, plan.bounded(), memory));
        return Map.of("in", source());
    }

    @Override
    public Map<String, Sink> sinks(String queryId) {
        sinks.add(new LineSink(output(), whenStaged, whenSynced, ahead));
        return Map.of("out", sink());
    }

    @Override
    public Map<String, ReadLimit> limits() {
        return Map.of("in", new ReadLimit(Long.MAX_VALUE, Long.MAX_VALUE, rowsPerBatch));
    }
}
