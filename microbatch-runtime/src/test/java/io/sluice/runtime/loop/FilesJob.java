package io.sluice.runtime.loop;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.checkpoint.CheckpointOptions;
import io.sluice.checkpoint.file.Durability;
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
import io.sluice.sinks.OutputMode;
import io.sluice.sinks.Sink;
import io.sluice.sources.ReadLimit;
import io.sluice.sources.Source;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
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
import java.util.Set;
import java.util.TreeMap;

/**
 * A job from files to files, on a simulated disk: one statement set that copies the clicks, and counts them by page in
 * windows of ten seconds. A file of the input is six seconds of clicks, on one page; one file gives more than rides in a
 * receipt. Before each start there is one more file.
 */
final class FilesJob implements Connectors, StepListener {
    private static final SqlPlan PLAN = new SqlPlan(
            """
            CREATE TABLE clicks (
              id BIGINT, page BIGINT, ts TIMESTAMP(3), text STRING, WATERMARK FOR ts AS ts - INTERVAL '5' SECOND
            ) WITH ('connector' = 'filesystem');
            CREATE TABLE copies (id BIGINT, text STRING) WITH ('connector' = 'filesystem');
            CREATE TABLE totals (window_start TIMESTAMP(3), page BIGINT, clicks BIGINT, ids BIGINT)
            WITH ('connector' = 'filesystem');
            EXECUTE STATEMENT SET BEGIN
            INSERT INTO copies SELECT id, text FROM clicks;
            INSERT INTO totals SELECT window_start, page, COUNT(*), SUM(id)
            FROM TABLE(TUMBLE(TABLE clicks, DESCRIPTOR(ts), INTERVAL '10' SECOND)) GROUP BY window_start, page;
            END;
            """);
    private static final int FILES = 4;
    private static final int LARGE_FILE = 2;
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    private final SimulatedDisk disk = new SimulatedDisk();
    private final Path input = disk.root().resolve("input");
    private final Map<String, String> seen = new HashMap<>();
    private final List<String> copies = new ArrayList<>();
    /** Count and sum of ids, by start of the window and page. */
    private final TreeMap<String, long[]> totals = new TreeMap<>();

    /** How many rows there are up to each file. */
    private final List<Integer> rowsOfFiles = new ArrayList<>();
    /** The first start has said where it ends. */
    private boolean pinnedAtFirst;

    private long looks;
    private int files;

    private final boolean bounded;

    private final JobFiles tables;

    /**
     * @param bounded the job reads what is there at its first start, and closes all windows
     * @param cleans files of the input are deleted once they are read; and the rows of several batches become one file
     */
    FilesJob(boolean bounded, boolean cleans) throws IOException {
        this.tables = new JobFiles(PLAN, cleans, cleans);
        this.bounded = bounded;
        Durability.FULL.createDirectories(input);
        while (files < FILES) {
            addFile();
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
    public void after(Step step, long batch) {
        pinnedAtFirst |= step == Step.INTEND && files == FILES;
    }

    private void addFile() throws IOException {
        int number = files++;
        int rows = number == LARGE_FILE ? 300 : 3;
        StringBuilder lines = new StringBuilder();
        for (int row = 0; row < rows; row++) {
            long id = 1000L * number + row;
            long second = 6L * number + row % 3 * 2;
            String text = "x".repeat(rows);
            lines.append("{\"id\":%d,\"page\":%d,\"ts\":\"%s\",\"text\":\"%s\"}\n"
                    .formatted(id, number % 2, time(second), text));
            copies.add("{\"id\":%d,\"text\":\"%s\"}".formatted(id, text));
            long[] total = totals.computeIfAbsent(window(second, number % 2), key -> new long[2]);
            total[0]++;
            total[1] += id;
        }
        rowsOfFiles.add(copies.size());
        JobFiles.put(input, "%04d.json".formatted(number), lines.toString().getBytes(StandardCharsets.UTF_8));
    }

    private static String time(long second) {
        return START.plusSeconds(second).toString().replace("T", " ").replace("Z", ".000");
    }

    private static String window(long second, long page) {
        return "{\"window_start\":\"%s\",\"page\":%d".formatted(time(second / 10 * 10), page);
    }

    /** The windows that are closed when all files are read. */
    private List<String> closed() {
        long watermark = 6L * (files - 1) + 4 - 5;
        return totals.entrySet().stream()
                .filter(total -> total.getKey().compareTo(window(watermark / 10 * 10, 0)) < 0)
                .map(total -> "%s,\"clicks\":%d,\"ids\":%d}"
                        .formatted(total.getKey(), total.getValue()[0], total.getValue()[1]))
                .toList();
    }

    /** Runs the job up to the n-th operation of the disk; false if it has ended before. */
    boolean crash(int n) {
        disk.crashAt(n);
        try {
            run();
            disk.crashAt(Integer.MAX_VALUE);
            return false;
        } catch (PowerLoss e) {
            return true;
        } catch (QueryFailedException e) {
            if (e.getCause() instanceof PowerLoss) {
                return true;
            }
            throw e;
        }
    }

    /** Starts the machine, after the readers of the output have looked a last time. */
    void restart(long seed) throws IOException {
        disk.kill();
        look();
        disk.powerLoss(seed);
        addFile();
    }

    /** A file that was seen keeps its content for ever. */
    private void look() throws IOException {
        for (String table : List.of("copies", "totals")) {
            visible(table).forEach((name, content) -> assertThat(content)
                    .as(table + "/" + name)
                    .isEqualTo(seen.computeIfAbsent(table + "/" + name, first -> content)));
        }
    }

    private Map<String, String> visible(String table) throws IOException {
        return JobFiles.visible(disk.root().resolve(table));
    }

    /** Each row is there once, and each closed window with all its rows. */
    void check() throws IOException {
        look();
        assertThat(lines("copies")).containsExactlyInAnyOrderElementsOf(copies);
        assertThat(closed()).isNotEmpty();
        assertThat(lines("totals")).containsExactlyInAnyOrderElementsOf(closed());
    }

    /** As {@link #check}, for a bounded run: it has read the files of the start at which it has said where it ends. */
    void checkBounded() throws IOException {
        look();
        int rows = lines("copies").size();
        List<Integer> ends = rowsOfFiles.subList(FILES - 1, files);
        assertThat(pinnedAtFirst ? ends.subList(0, 1) : ends).contains(rows);
        assertThat(lines("copies")).containsExactlyInAnyOrderElementsOf(copies.subList(0, rows));
        assertThat(lines("totals").stream().mapToLong(FilesJob::clicks).sum()).isEqualTo(rows);
    }

    private static long clicks(String total) {
        return Long.parseLong(total.replaceAll(".*\"clicks\":(\\d+).*", "$1"));
    }

    private List<String> lines(String table) throws IOException {
        return visible(table).values().stream().flatMap(String::lines).toList();
    }

    void run() {
        TestJob.run(spec(), BatchRunner::compile);
    }

    private QuerySpec spec() {
        InstantSource clock = () -> Instant.ofEpochSecond(++looks);
        return new QuerySpec(
                "clicks",
                PLAN.query(),
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
                new CheckpointOptions(2, 1024, 2, false),
                clock,
                List.of(),
                this);
    }

    @Override
    public Map<String, Source> sources() {
        return Map.of("clicks", tables.source("clicks", input));
    }

    @Override
    public Map<String, Sink> sinks(String queryId) {
        Map<String, Sink> sinks = new LinkedHashMap<>();
        for (String name : PLAN.query().sinks()) {
            Path folder = disk.root().resolve(name);
            sinks.put(name, tables.sink(name, folder, OutputMode.APPEND, queryId, "clicks"));
        }
        return sinks;
    }

    @Override
    public Map<String, ReadLimit> limits() {
        return Map.of("clicks", new ReadLimit(1, Long.MAX_VALUE, Long.MAX_VALUE));
    }
}
