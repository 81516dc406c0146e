package io.sluice.runtime.simulation;

import io.sluice.checkpoint.CheckpointException;
import io.sluice.checkpoint.CheckpointOptions;
import io.sluice.checkpoint.simulation.DiskHook;
import io.sluice.checkpoint.simulation.PowerLoss;
import io.sluice.checkpoint.simulation.SimulatedDisk;
import io.sluice.runtime.Connectors;
import io.sluice.runtime.QueryFailedException;
import io.sluice.runtime.QuerySpec;
import io.sluice.runtime.RowErrors;
import io.sluice.runtime.StateLimits;
import io.sluice.runtime.Step;
import io.sluice.runtime.StepListener;
import io.sluice.runtime.Trigger;
import io.sluice.runtime.loop.JobFiles;
import io.sluice.runtime.loop.TestJob;
import io.sluice.sinks.OutputMode;
import io.sluice.sinks.Sink;
import io.sluice.sinks.SinkException;
import io.sluice.sources.ReadLimit;
import io.sluice.sources.Source;
import io.sluice.sources.SourceException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReference;

/**
 * One seed: a job is started again and again while its input grows, each start ends in its own way, and the last one runs
 * to the end of the input. Then its output is the batch answer, after one more loss of power too. One thread runs at a time; the
 * same seed does the same.
 */
final class SimulatedRun implements Connectors, StepListener {
    private static final int MOST_STARTS = 5;

    private final SimulatedDisk disk;
    private final Random random;
    private final SimulatedJob job;
    private final Protocol protocol;
    private final CheckpointOptions options;
    private final JobFiles tables;
    private final Map<String, String> seen = new HashMap<>();
    private final StringBuilder story = new StringBuilder();
    private long seconds;
    private int files;
    private boolean takesOver;

    SimulatedRun(long seed, Protocol protocol) {
        this.disk = new SimulatedDisk(seed);
        this.random = new Random(seed * 0x9E3779B97F4A7C15L ^ seed >>> 17);
        this.protocol = protocol;
        this.job = SimulatedJob.ALL.get(random.nextInt(SimulatedJob.ALL.size()));
        int[] inline = {0, 300, 1 << 16};
        this.options = new CheckpointOptions(
                        2 + random.nextInt(3), inline[random.nextInt(3)], 1 + random.nextInt(4), false)
                .withSegmentBytes(1024 << random.nextInt(5));
        boolean cleans = random.nextInt(3) == 0;
        boolean rolls = !job.replaces() && random.nextInt(3) == 0;
        this.tables = new JobFiles(job.plan(), cleans, rolls);
        story.append("job ").append(job.name()).append(cleans ? ", cleans" : "").append(rolls ? ", rolls" : "");
    }

    /** What was done, for people. */
    String story() {
        return story.toString();
    }

    /** Runs it all; fails with an {@code AssertionError} that says what is wrong. */
    void run() throws IOException {
        disk.hook(DiskHook.NONE);
        for (String table : job.tables()) {
            Files.createDirectory(input(table));
        }
        JobFiles.force(disk.root());
        addFiles(1 + random.nextInt(SimulatedInput.FILES));
        int starts = random.nextInt(MOST_STARTS);
        for (int start = 0; start < starts; start++) {
            start();
            look();
            addFiles(random.nextInt(2));
        }
        addFiles(SimulatedInput.FILES);
        finish();
        check();
        if (random.nextInt(2) == 0) {
            losePower();
            finish();
            check();
        }
    }

    /** One start of the job that goes its way. */
    private void start() throws IOException {
        Faults faults = Faults.draw(random, disk, protocol.disk(disk), this::pass);
        long before = disk.operations();
        String end = faults.kind() == Faults.Kind.PAUSE ? pause(faults) : attempt(faults, false);
        story.append("; ")
                .append(faults.kind())
                .append(" after ")
                .append(disk.operations() - before)
                .append(": ")
                .append(end);
        disk.hook(DiskHook.NONE);
        disk.capacity(Long.MAX_VALUE);
        if (faults.kind() == Faults.Kind.POWER && disk.isDown()) {
            disk.kill();
            look();
            disk.powerLoss(random.nextLong());
        } else {
            disk.kill();
        }
    }

    /** Stops one start, lets another one take over, and goes on with the first, which must do no harm. */
    private String pause(Faults faults) {
        Pause pause = new Pause(disk);
        disk.hook(pause.first(faults, Faults.place(random)));
        AtomicReference<Throwable> wrong = new AtomicReference<>();
        StringBuilder first = new StringBuilder();
        Thread thread = new Thread(() -> {
            try {
                first.append(run(spec(false)));
            } catch (RuntimeException | Error e) {
                wrong.set(e);
            } finally {
                pause.firstHasEnded();
            }
        });
        thread.start();
        if (!pause.awaitStop()) {
            join(thread, wrong);
            return first.toString();
        }
        takesOver = true;
        disk.hook(pause.second(Faults.none(random, protocol.disk(disk), this::pass), Faults.place(random)));
        String second = run(spec(false));
        pause.letFirstEnd();
        takesOver = false;
        join(thread, wrong);
        if (!second.equals("done")) {
            throw new AssertionError("a start that took over has failed: " + second);
        }
        return first.toString();
    }

    private static void join(Thread thread, AtomicReference<Throwable> wrong) {
        try {
            thread.join();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        if (wrong.get() != null) {
            throw new AssertionError("a start that was paused: " + wrong.get().getMessage(), wrong.get());
        }
    }

    private void losePower() {
        story.append("; power");
        disk.powerLoss(random.nextLong());
    }

    private void finish() {
        story.append("; end");
        String end = attempt(Faults.none(random, protocol.disk(disk), this::pass), true);
        disk.hook(DiskHook.NONE);
        disk.kill();
        if (!end.equals("done")) {
            throw new AssertionError("the last run has failed: " + end);
        }
    }

    private void pass(long more) {
        seconds += more;
    }

    /** Runs the job; what it says in the end. */
    private String attempt(Faults faults, boolean bounded) {
        disk.hook(faults);
        return run(spec(bounded));
    }

    private String run(QuerySpec spec) {
        try {
            TestJob.run(spec, protocol.compiler());
            return "done";
        } catch (PowerLoss e) {
            return "down";
        } catch (QueryFailedException e) {
            if (e.getCause() instanceof PowerLoss) {
                return "down";
            }
            if (!e.isUsersTrouble()) {
                throw new AssertionError("expected an error that says what to do, got " + e.getCause(), e);
            }
            return e.getMessage();
        } catch (CheckpointException | SinkException | SourceException e) {
            return e.getMessage();
        } catch (RuntimeException e) {
            throw new AssertionError("expected an error that says what to do, got " + e, e);
        }
    }

    /** What is available is there: a wait would be for ever. */
    @Override
    public void before(Step step, long batch) {
        if (step == Step.WAIT) {
            throw new IllegalStateException("all files are read, but the source says that it is not exhausted");
        }
    }

    @Override
    public void after(Step step, long batch) {}

    private Path input(String table) {
        return disk.root().resolve("in-" + table);
    }

    private void addFiles(int most) throws IOException {
        int until = Math.min(SimulatedInput.FILES, files + most);
        for (; files < until; files++) {
            for (String table : job.tables()) {
                JobFiles.put(
                        input(table),
                        "%04d.json".formatted(files),
                        SimulatedJob.input(table).file(files));
            }
        }
    }

    /** What a reader sees never changes, and none of it is wrong or there twice. */
    private void look() throws IOException {
        if (job.replaces()) {
            return;
        }
        for (String table : job.answers().keySet()) {
            Map<String, String> visible = visible(table);
            visible.forEach((name, content) -> {
                String before = seen.putIfAbsent(table + "/" + name, content);
                if (before != null && !before.equals(content)) {
                    throw new AssertionError("file %s/%s has changed".formatted(table, name));
                }
            });
            Map<String, Integer> answer = job.answers().get(table);
            lines(visible).forEach((line, count) -> {
                if (answer.getOrDefault(line, 0) < count) {
                    throw new AssertionError("%s has %d times, expected %d times at most: %s"
                            .formatted(table, count, answer.getOrDefault(line, 0), shortened(line)));
                }
            });
        }
    }

    /** The output is the answer. */
    private void check() throws IOException {
        look();
        for (var table : job.answers().entrySet()) {
            Map<String, Integer> got = lines(visible(table.getKey()));
            if (!got.equals(table.getValue())) {
                List<String> lost = new ArrayList<>(table.getValue().keySet());
                lost.removeAll(got.keySet());
                List<String> more = new ArrayList<>(got.keySet());
                more.removeAll(table.getValue().keySet());
                throw new AssertionError("%s is not the batch answer: lost %s, more %s, of %d rows"
                        .formatted(table.getKey(), shortened(lost.toString()), shortened(more.toString()), got.size()));
            }
        }
    }

    private static String shortened(String text) {
        return text.length() <= 300 ? text : text.substring(0, 300) + "…";
    }

    private Map<String, String> visible(String table) throws IOException {
        return JobFiles.visible(disk.root().resolve(table));
    }

    private static Map<String, Integer> lines(Map<String, String> files) {
        Map<String, Integer> lines = new TreeMap<>();
        files.values().forEach(content -> content.lines().forEach(line -> lines.merge(line, 1, Integer::sum)));
        return lines;
    }

    private QuerySpec spec(boolean bounded) {
        InstantSource clock = () -> Instant.ofEpochSecond(1_800_000_000L + ++seconds);
        return new QuerySpec(
                job.name(),
                job.plan().query(),
                this,
                disk.root().resolve("checkpoint"),
                new Trigger.AvailableNow(),
                bounded,
                1,
                ZoneOffset.UTC,
                false,
                RowErrors.FAIL,
                Optional.empty(),
                StateLimits.standard(),
                Set.of(),
                Set.of(),
                options.withTakeOver(takesOver),
                clock,
                List.of(),
                this);
    }

    @Override
    public Map<String, Source> sources() {
        Map<String, Source> sources = new LinkedHashMap<>();
        for (String table : job.tables()) {
            Path own = disk.root().resolve("own-" + table);
            sources.put(table, protocol.source(tables.source(table, input(table)), own));
        }
        return sources;
    }

    @Override
    public Map<String, Sink> sinks(String queryId) {
        Map<String, Sink> sinks = new LinkedHashMap<>();
        for (String name : job.plan().query().sinks()) {
            OutputMode mode = job.replaces() ? OutputMode.COMPLETE : OutputMode.APPEND;
            sinks.put(name, protocol.sink(tables.sink(name, disk.root().resolve(name), mode, queryId, job.name())));
        }
        return sinks;
    }

    @Override
    public Map<String, ReadLimit> limits() {
        Map<String, ReadLimit> limits = new HashMap<>();
        for (String table : job.tables()) {
            limits.put(table, new ReadLimit(1 + random.nextInt(2), Long.MAX_VALUE, Long.MAX_VALUE));
        }
        return limits;
    }
}
