package io.sluice.engine.script;

import io.sluice.checkpoint.BatchCommit;
import io.sluice.checkpoint.Checkpoint;
import io.sluice.checkpoint.CheckpointOptions;
import io.sluice.engine.Session;
import io.sluice.engine.SessionConfig;
import io.sluice.engine.TestSessions;
import io.sluice.engine.script.StreamScript.Command;
import io.sluice.runtime.QueryProgress;
import io.sluice.runtime.Step;
import io.sluice.runtime.StepListener;
import io.sluice.runtime.StreamingQuery;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;

/**
 * Runs one script once, in one way: as it is written, with a restart after each step, or with a crash at a chosen place
 * in the loop in each step. A crash is a copy of the directory at that instant, on which the next start goes on.
 */
final class StreamScriptRunner implements AutoCloseable {
    private static final String RESULT = "result";

    private final ChangesSinkFactory sink = new ChangesSinkFactory();
    private final Path root;
    private final boolean restarts;
    private final Optional<CrashPoint> crashPoint;
    private final Map<String, String> settings = new HashMap<>();

    private Path directory;
    private int directories;
    private int files;
    private String tables = "";
    private String insert = "";
    /** Empty: that of the system. */
    private Optional<Instant> clock = Optional.empty();

    private final Map<String, Long> seenBatches = new HashMap<>();
    private final Map<String, Long> seenCounts = new HashMap<>();
    private Optional<QueryProgress> lastProgress = Optional.empty();
    private Optional<Session> session = Optional.empty();
    private Optional<StreamingQuery> query = Optional.empty();

    /** Where in the loop, and on which side of the step. */
    record CrashPoint(Step step, boolean before) {
        @Override
        public String toString() {
            return (before ? "before " : "after ") + step;
        }
    }

    StreamScriptRunner(Path root, boolean restarts, Optional<CrashPoint> crashPoint) throws IOException {
        this.root = root;
        this.restarts = restarts;
        this.crashPoint = crashPoint;
        this.directory = Files.createDirectories(root.resolve("0"));
    }

    /** The script as it would have to read. */
    StreamScript run(StreamScript script) throws IOException {
        List<Command> actual = new ArrayList<>();
        for (Command command : script.commands()) {
            actual.add(run(command));
        }
        return new StreamScript(actual);
    }

    private Command run(Command command) throws IOException {
        switch (command.name()) {
            case "comment" -> {}
            case "tables" -> tables += withInputs(command.text());
            case "set" -> {
                String[] parts = command.argument().split("=", 2);
                settings.put(parts[0].strip(), parts[1].strip());
            }
            case "query" -> insert = command.text();
            case "plan" -> {
                return command.withBody(plan());
            }
            case "rows" -> {
                writeRows(command.argument(), command.body());
                step();
            }
            case "clock" -> {
                clock = Optional.of(LocalDateTime.parse(command.argument().replace(' ', 'T'))
                        .toInstant(ZoneOffset.UTC));
                if (query.isPresent() || restarts || crashPoint.isPresent()) {
                    step();
                }
            }
            case "restart" -> stop();
            case "end" -> end();
            case "changes" -> {
                return command.withBody(changes(command.argument().isEmpty() ? RESULT : command.argument()));
            }
            case "late" -> {
                return new Command("late", Long.toString(counted("lateRows.")), command.body());
            }
            case "bad" -> {
                return new Command("bad", Long.toString(counted("badRows.")), command.body());
            }
            case "state" -> {
                if (crashPoint.isPresent()) {
                    // Behind a crash after the commit there is no batch whose progress tells it.
                    return command;
                }
                String uid = command.argument().split("\\s+")[0];
                // A crash behind the commit of the last batch leaves no report of it.
                return lastProgress.isEmpty() && crashPoint.isPresent()
                        ? command
                        : new Command("state", uid + " " + stateRows(uid), command.body());
            }
            default -> throw new IllegalArgumentException("there is no command !" + command.name());
        }
        return command;
    }

    /** A table without WITH, or without a connector there, is a folder of JSON files that steps write to. */
    private String withInputs(String text) throws IOException {
        StringBuilder all = new StringBuilder();
        for (String statement : text.split(";\\s*(\n|$)")) {
            if (statement.isBlank()) {
                continue;
            }
            if (statement.contains("CREATE TABLE") && !statement.contains("'connector'")) {
                String name = statement.replaceAll("(?s).*?CREATE TABLE\\s+(\\w+).*", "$1");
                Files.createDirectories(directory.resolve("input").resolve(name));
                String format = statement.contains("'format'") ? "" : "'format' = 'json', ";
                String input =
                        " WITH (%s'connector' = 'filesystem', 'path' = 'input/%s', 'source.monitor-interval' = '1 ms'"
                                .formatted(format, name);
                boolean options = statement.contains(" WITH (");
                all.append(options ? statement.replace(" WITH (", input + ", ") : statement + input + ")");
            } else {
                all.append(statement);
            }
            all.append(";\n");
        }
        return all.toString();
    }

    private List<String> plan() {
        try (Session explained = open(Map.of(), StepListener.NONE)) {
            return explained
                    .explain(TestSessions.script(tables + insert))
                    .lines()
                    .toList();
        }
    }

    private void writeRows(String table, List<String> rows) throws IOException {
        String[] parts = table.split("/");
        Path folder = Files.createDirectories(directory.resolve("input").resolve(parts[0]));
        String partition = parts.length > 1 ? "." + parts[1] : "";
        Path hidden = folder.resolve(".next");
        Files.writeString(hidden, String.join("\n", rows) + "\n");
        Files.move(hidden, folder.resolve("%04d%s.json".formatted(files++, partition)), StandardCopyOption.ATOMIC_MOVE);
    }

    private void step() throws IOException {
        if (crashPoint.isPresent()) {
            crashOnce();
        }
        if (query.isEmpty()) {
            start(Map.of(), StepListener.NONE);
        }
        query.orElseThrow().processAllAvailable();
        lastProgress = query.orElseThrow().lastProgress().or(() -> lastProgress);
        if (restarts || crashPoint.isPresent()) {
            stop();
        }
    }

    /** Starts with a listener that copies the directory and fails at the place, then goes on with the copy. */
    private void crashOnce() throws IOException {
        stop();
        Path copy = root.resolve(Integer.toString(++directories));
        CrashPoint point = crashPoint.orElseThrow();
        start(Map.of(), new StepListener() {
            @Override
            public void before(Step step, long batch) {
                crashAt(step, true);
            }

            @Override
            public void after(Step step, long batch) {
                crashAt(step, false);
            }

            private void crashAt(Step step, boolean before) {
                if (step == point.step() && before == point.before() && !Files.exists(copy)) {
                    copyTree(directory, copy);
                    throw new Crash();
                }
            }
        });
        try {
            query.orElseThrow().processAllAvailable();
            boolean always = point.step() == Step.WAIT || point.step() == Step.PLAN;
            if (always || Files.exists(copy)) {
                query.orElseThrow().awaitTermination();
            }
        } catch (RuntimeException e) {
            // The crash that was asked for; anything else shows in the comparison.
        }
        session.ifPresent(Session::close);
        session = Optional.empty();
        query = Optional.empty();
        if (Files.exists(copy)) {
            directory = copy;
        }
    }

    private void end() throws IOException {
        stop();
        start(Map.of("execution.runtime-mode", "batch"), StepListener.NONE);
        query.orElseThrow().awaitTermination();
        stop();
    }

    private void start(Map<String, String> more, StepListener steps) {
        Session opened = open(more, steps);
        session = Optional.of(opened);
        query = Optional.of(opened.sql(tables + insert));
    }

    private Session open(Map<String, String> more, StepListener steps) {
        Map<String, String> all = new HashMap<>(settings);
        all.putAll(more);
        return TestSessions.open(
                SessionConfig.in(directory)
                        .withSettings(all)
                        .withClock(() -> clock.orElseGet(Instant::now))
                        .withSteps(steps),
                sink);
    }

    private void stop() {
        if (query.isPresent()) {}
        session.ifPresent(Session::close);
        session = Optional.empty();
        query = Optional.empty();
    }

    /** Paths are shown from {@code input} on. */
    private List<String> changes(String table) {
        List<String> lines = sink.linesAfter(table, seenBatches.getOrDefault(table, -1L));
        seenBatches.put(table, sink.lastBatch(table));
        return lines.stream()
                .map(line -> line.replaceAll(root + "/\\d+/input/", "input/"))
                .toList();
    }

    /** From the commits, since a crash may come between a commit and its report. */
    private long counted(String prefix) throws IOException {
        stop();
        long total = 0;
        try (Stream<Path> queries = Files.list(directory.resolve(".sluice"));
                BufferAllocator allocator = new RootAllocator();
                Checkpoint checkpoint =
                        Checkpoint.open(queries.findFirst().orElseThrow(), CheckpointOptions.DEFAULT, allocator)) {
            for (BatchCommit commit : checkpoint.commitsAfter(-1)) {
                total += commit.counts().entrySet().stream()
                        .filter(count -> count.getKey().startsWith(prefix))
                        .mapToLong(Map.Entry::getValue)
                        .sum();
            }
        }
        long sinceLast = total - seenCounts.getOrDefault(prefix, 0L);
        seenCounts.put(prefix, total);
        return sinceLast;
    }

    private long stateRows(String uid) {
        return lastProgress.stream()
                .flatMap(progress -> progress.stateOperators().stream())
                .filter(operator -> operator.operatorName().equals(uid))
                .findFirst()
                .orElseThrow()
                .numRowsTotal();
    }

    private static void copyTree(Path from, Path to) {
        try (Stream<Path> paths = Files.walk(from)) {
            for (Path path : paths.collect(Collectors.toList())) {
                Path target = to.resolve(from.relativize(path).toString());
                Files.copy(path, target, StandardCopyOption.COPY_ATTRIBUTES);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        stop();
    }

    /** Ends a loop in the middle, past all handling of failures that are exceptions. */
    private static final class Crash extends Error {
        private static final long serialVersionUID = 1L;

        Crash() {
            super("crash", null, false, false);
        }
    }
}
