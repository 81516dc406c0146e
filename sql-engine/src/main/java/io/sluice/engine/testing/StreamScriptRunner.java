package io.sluice.engine.testing;

import static java.util.Objects.requireNonNull;

import io.sluice.checkpoint.BatchCommit;
import io.sluice.checkpoint.Checkpoint;
import io.sluice.checkpoint.CheckpointOptions;
import io.sluice.engine.ErrorReport;
import io.sluice.engine.Session;
import io.sluice.engine.SessionConfig;
import io.sluice.engine.Sluice;
import io.sluice.engine.StatementResult;
import io.sluice.engine.testing.StreamScript.Command;
import io.sluice.planner.PlanException;
import io.sluice.planner.Script;
import io.sluice.runtime.QueryProgress;
import io.sluice.runtime.Step;
import io.sluice.runtime.StepListener;
import io.sluice.runtime.StreamingQuery;
import io.sluice.sources.SourceFactory;
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
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;

/**
 * Runs one script once, in one {@link Way}. A crash is a copy of the directory at that instant, on which the next start goes
 * on. Used by one thread.
 */
public final class StreamScriptRunner implements AutoCloseable {
    private static final String RESULT = "result";
    private static final Pattern STATEMENT = Pattern.compile("(?s).*?(;[ \\t]*(?=\\n|$)|$)");
    private static final Pattern TABLE = Pattern.compile("(?is)\\bCREATE\\s+(?:TEMPORARY\\s+)?TABLE\\s+`?(\\w+)`?");
    private static final Pattern OPTIONS = Pattern.compile("(?i)\\sWITH\\s*\\(");

    /** A crash is a copy of files as any process sees them. */
    private static final Map<String, String> NOT_DURABLE = Map.of("checkpoint.durable", "false");

    private final ChangesSinkFactory sink = new ChangesSinkFactory();
    private final Path root;
    private final Way way;
    private final List<SourceFactory<?>> sources;
    private final Map<String, String> settings = new HashMap<>();

    private Path directory;
    private int directories;
    private int files;
    private String scriptName = "";
    /** The lines of the SQL, each where the script has it. */
    private final List<String> tables = new ArrayList<>();

    private List<String> insert = List.of();
    /** Empty: that of the system. */
    private Optional<Instant> clock = Optional.empty();

    private final Map<String, Long> seenBatches = new HashMap<>();
    private final Map<String, Long> seenCounts = new HashMap<>();
    private Optional<QueryProgress> lastProgress = Optional.empty();
    private Optional<Session> session = Optional.empty();
    private Optional<StreamingQuery> query = Optional.empty();

    /** Where in the loop, and on which side of the step. */
    public record CrashPoint(Step step, boolean before) {
        @Override
        public String toString() {
            return (before ? "before " : "after ") + step;
        }
    }

    /**
     * How a script is run.
     *
     * @param restarts the query is stopped after each step, and started again for the next
     * @param crash in each step the loop crashes there once, and goes on with what is left
     * @param onDisk no state stays in memory between batches
     */
    public record Way(boolean restarts, Optional<CrashPoint> crash, boolean onDisk) {
        public static final Way AS_WRITTEN = new Way(false, Optional.empty(), false);
        public static final Way RESTARTED = new Way(true, Optional.empty(), false);

        public static Way crashed(CrashPoint point) {
            return new Way(false, Optional.of(point), false);
        }

        public Way withStateOnDisk() {
            return new Way(restarts, crash, true);
        }

        /** As written, restarted, and crashed after each step of the loop, which is before the next. */
        public static List<Way> all() {
            List<Way> ways = new ArrayList<>(List.of(AS_WRITTEN, RESTARTED));
            for (Step step : Step.values()) {
                ways.add(crashed(new CrashPoint(step, false)));
            }
            return ways;
        }

        @Override
        public String toString() {
            return crash.map(point -> "crashed " + point).orElse(restarts ? "restarted" : "as written")
                    + (onDisk ? ", state on disk" : "");
        }
    }

    /**
     * @param root an empty directory, for the inputs and the checkpoints
     * @param sources more connectors of tables that are read
     */
    public StreamScriptRunner(Path root, Way way, List<SourceFactory<?>> sources) throws IOException {
        this.root = requireNonNull(root, "root");
        this.way = requireNonNull(way, "way");
        this.sources = List.copyOf(sources);
        this.directory = Files.createDirectories(root.resolve("0"));
    }

    /** The script as it would have to read. Fails if a step fails of which the script does not expect it. */
    public StreamScript run(StreamScript script) throws IOException {
        // Without its folder: messages that a script expects do not depend on where it is run from.
        scriptName = Path.of(script.name()).getFileName().toString();
        List<Command> actual = new ArrayList<>();
        for (Command command : script.commands()) {
            actual.add(run(command));
        }
        return new StreamScript(script.name(), actual);
    }

    private Command run(Command command) throws IOException {
        switch (command.name()) {
            case "comment" -> {}
            case "tables" -> put(tables, command.line(), withInputs(command.text()));
            case "set" -> {
                String[] parts = command.argument().split("=", 2);
                settings.put(parts[0].strip(), parts[1].strip());
            }
            case "query" -> {
                insert = new ArrayList<>();
                put(insert, command.line(), command.text());
            }
            case "error" -> {
                return command.withBody(failure());
            }
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
                if (query.isPresent() || way.restarts() || way.crash().isPresent()) {
                    step();
                }
            }
            case "restart" -> stop();
            case "end" -> end();
            case "changes" -> {
                return command.withBody(changes(command.argument().isEmpty() ? RESULT : command.argument()));
            }
            case "late" -> {
                return command.withArgument(Long.toString(counted("lateRows.")));
            }
            case "bad" -> {
                return command.withArgument(Long.toString(counted("badRows.")));
            }
            case "state" -> {
                if (way.crash().isPresent()) {
                    // Behind a crash after the commit there is no batch whose progress tells it.
                    return command;
                }
                String uid = command.argument().split("\\s+")[0];
                return command.withArgument(uid + " " + stateRows(uid));
            }
            default -> throw new IllegalArgumentException("there is no command !" + command.name());
        }
        return command;
    }

    /** A table without WITH, or without a connector there, is a folder of JSON files that steps write to. */
    private String withInputs(String text) throws IOException {
        StringBuilder all = new StringBuilder();
        Matcher statements = STATEMENT.matcher(text);
        while (statements.find()) {
            String statement = statements.group();
            Matcher table = TABLE.matcher(statement);
            if (table.find() && !statement.contains("'connector'")) {
                Files.createDirectories(directory.resolve("input").resolve(table.group(1)));
                statement = withInput(statement, table.group(1));
            }
            all.append(statement);
        }
        return all.toString();
    }

    private static String withInput(String statement, String name) {
        String format = statement.contains("'format'") ? "" : "'format' = 'json', ";
        String input = " WITH (%s'connector' = 'filesystem', 'path' = 'input/%s', 'source.monitor-interval' = '1 ms'"
                .formatted(format, name);
        Matcher options = OPTIONS.matcher(statement);
        if (options.find()) {
            return statement.substring(0, options.start()) + input + ", " + statement.substring(options.end());
        }
        int end = statement.lastIndexOf(')') + 1;
        return statement.substring(0, end) + input + ")" + statement.substring(end);
    }

    /** Puts the lines of a body to their places in the script. */
    private static void put(List<String> lines, int head, String text) {
        while (lines.size() < head) {
            lines.add("");
        }
        String ended = text.stripTrailing().endsWith(";") || text.isBlank() ? text : text + ";";
        lines.addAll(ended.lines().toList());
    }

    private Script sql() {
        List<String> lines = new ArrayList<>(tables);
        for (int i = 0; i < insert.size(); i++) {
            if (i < lines.size() && !insert.get(i).isEmpty()) {
                lines.set(i, insert.get(i));
            } else if (i >= lines.size()) {
                lines.add(insert.get(i));
            }
        }
        return new Script(scriptName, String.join("\n", lines));
    }

    private List<String> plan() {
        try (Session explained = open(Map.of(), StepListener.NONE)) {
            return explained.explain(sql()).lines().toList();
        }
    }

    /** Of the query that cannot be started, or that has failed. */
    private List<String> failure() throws IOException {
        try {
            if (query.isEmpty()) {
                start(Map.of(), StepListener.NONE);
            }
            query.orElseThrow().processAllAvailable();
        } catch (RuntimeException e) {
            String text = ErrorReport.of(e).text().replaceFirst("^error: ", "");
            stop();
            return text.lines().map(this::withoutRoot).toList();
        }
        return List.of();
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
        if (way.crash().isPresent()) {
            crashOnce();
        }
        if (query.isEmpty()) {
            start(Map.of(), StepListener.NONE);
        }
        query.orElseThrow().processAllAvailable();
        lastProgress = query.orElseThrow().lastProgress().or(() -> lastProgress);
        if (way.restarts() || way.crash().isPresent()) {
            stop();
        }
    }

    /** Starts with a listener that copies the directory and fails at the place, then goes on with the copy. */
    private void crashOnce() throws IOException {
        stop();
        Path copy = root.resolve(Integer.toString(++directories));
        CrashPoint point = way.crash().orElseThrow();
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
        List<StatementResult> results = opened.execute(sql());
        if (results.isEmpty() || !(results.get(results.size() - 1) instanceof StatementResult.Started started)) {
            throw new PlanException(
                    "the script starts no query", "Give an INSERT INTO … SELECT below !query.", Optional.empty());
        }
        query = Optional.of(started.query());
    }

    private Session open(Map<String, String> more, StepListener steps) {
        Map<String, String> all = new HashMap<>(NOT_DURABLE);
        if (way.onDisk()) {
            all.put("table.exec.state.memory-budget", "0");
        }
        all.putAll(settings);
        all.putAll(more);
        SessionConfig config = SessionConfig.in(directory)
                .withSettings(all)
                .withClock(() -> clock.orElseGet(Instant::now))
                .withSteps(steps);
        return Sluice.open(config, sources, List.of(sink));
    }

    private void stop() {
        session.ifPresent(Session::close);
        session = Optional.empty();
        query = Optional.empty();
    }

    /** Paths are shown from {@code input} on. */
    private List<String> changes(String table) {
        List<String> lines = sink.linesAfter(table, seenBatches.getOrDefault(table, -1L));
        seenBatches.put(table, sink.lastBatch(table));
        return lines.stream().map(this::withoutRoot).toList();
    }

    private String withoutRoot(String line) {
        return line.replaceAll(Pattern.quote(root.toString()) + "/\\d+/", "");
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
                .map(QueryProgress.StateOperator::numRowsTotal)
                .orElse(0L);
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
