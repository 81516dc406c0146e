package io.sluice.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.planner.PlanException;
import io.sluice.planner.Script;
import io.sluice.sinks.OutputMode;
import io.sluice.sinks.Sink;
import io.sluice.sinks.SinkFactory;
import io.sluice.sinks.SinkTable;
import io.sluice.sinks.blackhole.BlackholeSinkFactory;
import io.sluice.sinks.blackhole.BlackholeSinkOptions;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Enumeration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConnectorServicesTest {
    private static final String INSERT = "INSERT INTO t SELECT id FROM made;";

    @TempDir
    private Path directory;

    private final AtomicInteger searches = new AtomicInteger();
    private ClassLoader before;

    @BeforeEach
    void offerServices() throws IOException {
        Path services = Files.createDirectories(directory.resolve("jar/META-INF/services"));
        Files.writeString(
                services.resolve(SinkFactory.class.getName()),
                NewName.class.getName() + "\n" + BuiltInName.class.getName() + "\n");
        before = Thread.currentThread().getContextClassLoader();
        URL[] jar = {directory.resolve("jar").toUri().toURL()};
        Thread.currentThread().setContextClassLoader(new URLClassLoader(jar, before) {
            @Override
            public Enumeration<URL> getResources(String name) throws IOException {
                searches.incrementAndGet();
                return super.getResources(name);
            }
        });
    }

    @AfterEach
    void takeServicesBack() {
        Thread.currentThread().setContextClassLoader(before);
    }

    @Test
    void connectorOfTheClassPathIsFoundByItsName() {
        assertThat(run("paper")).contains("paper opened");
        assertThat(searches).hasPositiveValue();
    }

    @Test
    void builtInConnectorIsTakenWithoutASearch() {
        assertThat(run("blackhole")).isEmpty();
        assertThat(searches).hasValue(0);
    }

    @Test
    void connectorOfTheClassPathDoesNotTakeTheNameOfABuiltInOne() {
        Paper.OPENED.clear();
        try (Session session = Sluice.open(SessionConfig.in(directory))) {
            session.execute(table("paper"));
            session.execute(new Script("drop.sql", "DROP TABLE made; DROP TABLE t;"));
            session.execute(table("blackhole"));
            session.sql(INSERT).awaitTermination();
        }
        assertThat(Paper.OPENED).isEmpty();
    }

    @Test
    void connectorsOfTheClassPathAreNamedWhereOneIsMissing() {
        try (Session session = Sluice.open(SessionConfig.in(directory))) {
            assertThatThrownBy(() -> session.execute(table("papr")))
                    .hasMessageContaining("there is no connector 'papr'")
                    .extracting(e -> ((PlanException) e).hint())
                    .asString()
                    .contains("Did you mean 'paper'?");
        }
    }

    private List<String> run(String connector) {
        Paper.OPENED.clear();
        try (Session session = Sluice.open(SessionConfig.in(directory))) {
            session.execute(table(connector));
            session.sql(INSERT).awaitTermination();
        }
        return List.copyOf(Paper.OPENED);
    }

    private static Script table(String connector) {
        return new Script(
                "tables.sql",
                """
                CREATE TABLE made (id BIGINT) WITH ('connector' = 'datagen', 'number-of-rows' = '3');
                CREATE TABLE t (id BIGINT) WITH ('connector' = '%s');"""
                        .formatted(connector));
    }

    /** Takes all rows, and notes that it was opened. */
    abstract static class Paper implements SinkFactory<BlackholeSinkOptions> {
        static final List<String> OPENED = new CopyOnWriteArrayList<>();

        private final BlackholeSinkFactory other = new BlackholeSinkFactory();

        @Override
        public Class<BlackholeSinkOptions> optionsType() {
            return other.optionsType();
        }

        @Override
        public Set<OutputMode> modes(BlackholeSinkOptions options) {
            return other.modes(options);
        }

        @Override
        public boolean isExactlyOnce(BlackholeSinkOptions options) {
            return true;
        }

        @Override
        public Sink open(SinkTable table, BlackholeSinkOptions options) {
            OPENED.add(connector() + " opened");
            return other.open(table, options);
        }
    }

    public static final class NewName extends Paper {
        @Override
        public String connector() {
            return "paper";
        }
    }

    public static final class BuiltInName extends Paper {
        @Override
        public String connector() {
            return "blackhole";
        }
    }
}
