package io.sluice.engine;

import static java.util.Objects.requireNonNull;

import io.sluice.engine.catalog.Catalog;
import io.sluice.engine.catalog.Connectors;
import io.sluice.engine.memory.MemorySourceFactory;
import io.sluice.engine.query.PreparedQuery;
import io.sluice.engine.query.QueryLauncher;
import io.sluice.engine.query.QueryPreparer;
import io.sluice.engine.query.Settings;
import io.sluice.planner.PlanException;
import io.sluice.planner.Planner;
import io.sluice.planner.Script;
import io.sluice.planner.Statement;
import io.sluice.runtime.CheckpointFit;
import io.sluice.runtime.QueryListener;
import io.sluice.runtime.StreamingQuery;
import io.sluice.sinks.BuiltInSinks;
import io.sluice.sinks.SinkFactory;
import io.sluice.sinks.console.ConsoleSinkFactory;
import io.sluice.sinks.console.PrintSinkFactory;
import io.sluice.sinks.memory.MemorySinkFactory;
import io.sluice.sinks.memory.MemoryTable;
import io.sluice.sinks.memory.MemoryTables;
import io.sluice.sources.BuiltInSources;
import io.sluice.sources.SourceFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tables, views, settings, and the queries that were started from them. Statements are given by one thread at a time;
 * the queries run on their own. Closing the session stops them gracefully.
 *
 * <p>What is wrong with a statement is a {@link PlanException}, with its place in the script.
 */
public final class Session implements AutoCloseable {
    /** How long queries that print have the machine for themselves. */
    private static final Duration HEAD_START = Duration.ofSeconds(1);

    /** How long a query waits for a materialized view that it reads. */
    private static final Duration VIEW_WAIT = Duration.ofSeconds(30);

    private static final Logger LOG = LoggerFactory.getLogger(Session.class);

    private final MemoryTables memory = new MemoryTables();
    private final Catalog catalog;
    private final QueryPreparer preparer;
    private final StatementRunner statements;
    private final QueryLauncher launcher;
    private final Set<String> mayLose;
    private final Set<String> bootstrap;
    private final List<StreamingQuery> queries = new CopyOnWriteArrayList<>();

    /** The queries that keep the materialized views that are there, by name. */
    private final Map<String, StreamingQuery> views = new ConcurrentHashMap<>();

    Session(SessionConfig config) {
        this(config, List.of(), List.of());
    }

    /** With more connectors than the built-in ones; they win over built-in ones of the same name. */
    Session(SessionConfig config, List<SourceFactory<?>> moreSources, List<SinkFactory<?>> moreSinks) {
        OpenPackages.require(OpenPackages.BUFFERS);
        Connectors connectors = new Connectors(sources(memory, moreSources), sinks(config, memory, moreSinks));
        this.catalog = new Catalog(connectors.oneRow(), config.directory());
        this.preparer = new QueryPreparer(catalog, connectors, config.directory(), config.checkpoints());
        Settings settings = settings(config);
        this.statements =
                new StatementRunner(catalog, connectors, config.directory(), preparer, settings, this::stopView);
        this.mayLose = config.mayLose();
        this.bootstrap = config.bootstrap();
        this.launcher = new QueryLauncher(
                config.clock(), config.steps(), config.takeOver(), config.mayLose(), config.bootstrap());
    }

    private static Settings settings(SessionConfig config) {
        Settings settings = Settings.DEFAULT;
        try {
            for (Map.Entry<String, String> entry : config.settings().entrySet()) {
                settings = settings.with(entry.getKey(), entry.getValue());
            }
        } catch (IllegalArgumentException e) {
            throw new PlanException(e.getMessage(), "", Optional.empty());
        }
        return settings;
    }

    private static List<SourceFactory<?>> sources(MemoryTables memory, List<SourceFactory<?>> more) {
        List<SourceFactory<?>> factories = new ArrayList<>(BuiltInSources.ALL);
        factories.add(new MemorySourceFactory(memory));
        factories.addAll(more);
        return factories;
    }

    private static List<SinkFactory<?>> sinks(SessionConfig config, MemoryTables memory, List<SinkFactory<?>> more) {
        List<SinkFactory<?>> factories = new ArrayList<>(BuiltInSinks.ALL);
        factories.add(new ConsoleSinkFactory(config.output()));
        factories.add(new PrintSinkFactory(config.output()));
        factories.add(new MemorySinkFactory(memory));
        factories.addAll(more);
        return factories;
    }

    /** Reports of the queries that are started from now on go to {@code listener}, too. */
    public void addListener(QueryListener listener) {
        launcher.addListener(requireNonNull(listener, "listener"));
    }

    /** Runs the statements of a text in their order; the last one must start a query, which is returned. */
    public StreamingQuery sql(String text) {
        Script script = new Script("<sql>", text);
        List<StatementResult> results = execute(script);
        if (!results.isEmpty() && results.get(results.size() - 1) instanceof StatementResult.Started started) {
            return started.query();
        }
        throw new PlanException(
                "the text does not end with a statement that starts a query",
                "End it with INSERT INTO … SELECT, EXECUTE STATEMENT SET or SELECT; use execute for other statements.",
                Optional.empty());
    }

    /** Runs the statements of a script in their order; queries are started at once and go on by themselves. */
    public List<StatementResult> execute(Script script) {
        List<StatementResult> results = new ArrayList<>();
        for (Statement statement : Planner.parse(script)) {
            results.add(statements.run(script, statement, query -> new StatementResult.Started(launch(query))));
        }
        return results;
    }

    /**
     * Runs the statements of a script, but starts its queries only when all of them are planned: a mistake at the end of
     * a script starts nothing. Those that print start first, since somebody waits for them; the others when these have
     * shown their first batch, or found nothing to show, but at most a second later.
     *
     * @return what the statements that start no query gave, and last the queries
     */
    public List<StatementResult> executeAll(Script script) {
        List<StatementResult> results = new ArrayList<>();
        List<PreparedQuery> prepared = new ArrayList<>();
        for (Statement statement : Planner.parse(script)) {
            StatementResult result = statements.run(script, statement, query -> {
                prepared.add(query);
                return new StatementResult.Done();
            });
            results.add(result);
        }
        Map<PreparedQuery, StreamingQuery> launched = new IdentityHashMap<>();
        prepared.stream().filter(PreparedQuery::temporary).forEach(query -> launched.put(query, launch(query)));
        if (launched.size() < prepared.size()) {
            awaitFirstBatches(launched.values());
        }
        prepared.stream().filter(query -> !query.temporary()).forEach(query -> launched.put(query, launch(query)));
        prepared.forEach(query -> results.add(new StatementResult.Started(launched.get(query))));
        return results;
    }

    private static void awaitFirstBatches(Collection<StreamingQuery> printing) {
        long deadline = System.nanoTime() + HEAD_START.toNanos();
        for (StreamingQuery query : printing) {
            query.awaitFirstBatch(Duration.ofNanos(Math.max(0, deadline - System.nanoTime())));
        }
    }

    /** The plans of all queries of a script, as EXPLAIN prints them; starts nothing. */
    public String explain(Script script) {
        return explain(script, false);
    }

    /** @param fit say of each query whether its checkpoint fits; nothing is changed there */
    public String explain(Script script, boolean fit) {
        StringBuilder text = new StringBuilder();
        for (Statement statement : Planner.parse(script)) {
            StatementResult result = statements.run(script, statement, query -> {
                text.append(text.isEmpty() ? "" : "\n").append(Planner.explain(query.plan()));
                if (fit && !query.temporary()) {
                    CheckpointFit found = query.fit(mayLose, bootstrap);
                    text.append(
                            "checkpoint %s: %s\n".formatted(query.checkpoint().get(), found.text()));
                    found.details()
                            .forEach(line -> text.append("  ").append(line).append('\n'));
                }
                return new StatementResult.Done();
            });
            if (result instanceof StatementResult.Text explained) {
                text.append(text.isEmpty() ? "" : "\n").append(explained.text());
            }
        }
        return text.toString();
    }

    /** Plans and compiles the queries of a script as a start does, and starts none. */
    public void compile(Script script) {
        for (Statement statement : Planner.parse(script)) {
            statements.run(script, statement, query -> {
                launcher.compile(query);
                return new StatementResult.Done();
            });
        }
    }

    private StreamingQuery launch(PreparedQuery prepared) {
        awaitViews(prepared);
        StreamingQuery query = launcher.launch(prepared);
        queries.add(query);
        if (prepared.keepsView()) {
            views.put(prepared.name(), query);
        }
        return query;
    }

    /** A query sees what the materialized views that it reads make of all that is there when it starts. */
    private void awaitViews(PreparedQuery prepared) {
        for (String source : prepared.plan().sources()) {
            StreamingQuery view = views.get(source);
            if (view != null && view.isActive() && !view.awaitAllAvailable(VIEW_WAIT)) {
                LOG.warn(
                        "query \"{}\" reads materialized view \"{}\" as it is after {} s: more rows come than it has read",
                        prepared.name(),
                        source,
                        VIEW_WAIT.toSeconds());
            }
        }
    }

    private void stopView(String name) {
        StreamingQuery view = views.remove(name);
        if (view != null) {
            view.stop();
            memory.remove(name);
        }
    }

    /** All queries that this session has started, ended ones too. */
    public List<StreamingQuery> queries() {
        return List.copyOf(queries);
    }

    /** What a table of the connector {@code memory}, or a materialized view, holds; empty before the first batch was written to it. */
    public Optional<MemoryTable> memoryTable(String name) {
        return memory.find(name);
    }

    /** Waits until all queries have ended; fails with the first failure. */
    public void awaitAll() {
        queries.forEach(StreamingQuery::awaitTermination);
    }

    @Override
    public void close() {
        queries.forEach(StreamingQuery::stop);
    }
}
