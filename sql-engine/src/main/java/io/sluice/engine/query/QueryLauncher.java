package io.sluice.engine.query;

import static java.util.Objects.requireNonNull;

import io.sluice.checkpoint.CheckpointOptions;
import io.sluice.runtime.QueryListener;
import io.sluice.runtime.QuerySpec;
import io.sluice.runtime.StepListener;
import io.sluice.runtime.StreamingQuery;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Starts prepared queries. */
public final class QueryLauncher {
    private static final Logger LOG = LoggerFactory.getLogger(QueryLauncher.class);

    private final InstantSource clock;
    private final StepListener steps;
    private final boolean takeOver;
    private final Set<String> mayLose;
    private final Set<String> bootstrap;
    private final List<QueryListener> listeners = new ArrayList<>();

    /**
     * @param takeOver of checkpoints that another process holds
     * @param mayLose uids of operators whose state may be lost
     * @param bootstrap uids of group-bys whose added aggregates are to be filled
     */
    public QueryLauncher(
            InstantSource clock, StepListener steps, boolean takeOver, Set<String> mayLose, Set<String> bootstrap) {
        this.bootstrap = Set.copyOf(bootstrap);
        this.mayLose = Set.copyOf(mayLose);
        this.takeOver = takeOver;
        this.clock = requireNonNull(clock, "clock");
        this.steps = requireNonNull(steps, "steps");
    }

    /** For the queries that are launched from now on. */
    public void addListener(QueryListener listener) {
        listeners.add(listener);
    }

    /** Starts the query on a thread of its own; what is wrong with its surroundings is thrown from here. */
    public StreamingQuery launch(PreparedQuery query) {
        return StreamingQuery.start(spec(
                query,
                query.checkpoint().flatMap(CheckpointPlace::directory).orElseGet(QueryLauncher::temporaryDirectory)));
    }

    /** Compiles the query as a start would, with its sources and sinks open, and closes all again. */
    public void compile(PreparedQuery query) {
        StreamingQuery.compile(spec(query, Path.of("")));
    }

    private static Path temporaryDirectory() {
        try {
            return Files.createTempDirectory("sluice-");
        } catch (IOException e) {
            throw new UncheckedIOException("cannot create a temporary directory for a checkpoint", e);
        }
    }

    private QuerySpec spec(PreparedQuery query, Path checkpoint) {
        Settings settings = query.settings();
        List<QueryListener> all = new ArrayList<>(listeners);
        Optional<URI> address = query.checkpoint().flatMap(CheckpointPlace::address);
        if (query.temporary() || address.isPresent()) {
            all.add(new RemovesCheckpoint(checkpoint));
        }
        CheckpointOptions defaults = CheckpointOptions.DEFAULT;
        CheckpointOptions kept = new CheckpointOptions(
                settings.retainedBatches(),
                defaults.inlineBytes(),
                defaults.snapshotBatches(),
                defaults.background(),
                settings.durable() && !query.temporary(),
                address,
                takeOver);
        return new QuerySpec(
                query.name(),
                query.plan(),
                new TableConnectors(query),
                checkpoint,
                settings.trigger(),
                settings.batch(),
                settings.parallelism(),
                settings.zone(),
                settings.wrapIntegers(),
                settings.rowErrors(),
                query.deadLetterTable(),
                settings.stateLimits(),
                mayLose,
                query.own(bootstrap),
                kept,
                clock,
                all,
                steps);
    }

    /** Nobody will want the checkpoint of a query that only prints, nor the directory where one that is elsewhere was worked on. */
    private record RemovesCheckpoint(Path directory) implements QueryListener {
        @Override
        public void terminated(Terminated event) {
            try (Stream<Path> paths = Files.walk(directory)) {
                for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(path);
                }
            } catch (IOException e) {
                LOG.warn("cannot remove the temporary checkpoint {}: {}", directory, e.getMessage());
            }
        }
    }
}
