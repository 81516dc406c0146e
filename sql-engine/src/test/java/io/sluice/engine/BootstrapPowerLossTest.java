package io.sluice.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sluice.checkpoint.simulation.SimulatedDisk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * The power goes at each operation of a start with {@code --bootstrap}. The next one finds the state that was, or that which is
 * filled, and what comes out of it is what a plain loop over all rows gives.
 */
class BootstrapPowerLossTest {
    private static final String TABLES =
            """
            SET 'trigger' = 'available-now';
            SET 'pipeline.name' = 'job';
            CREATE TABLE input (k INT, v BIGINT)
            WITH ('connector' = 'filesystem', 'path' = 'input', 'format' = 'json', 'source.monitor-interval' = '1 s');
            CREATE TABLE result (k INT, total BIGINT, largest BIGINT, different BIGINT)
            WITH ('connector' = 'filesystem', 'path' = 'result', 'format' = 'json');
            """;
    private static final String BEFORE =
            "INSERT INTO result (k, total) SELECT k, SUM(v) FROM input GROUP BY k EMIT COMPLETE;\n";
    private static final String AFTER =
            """
            INSERT INTO result SELECT k, SUM(v), MAX(v), COUNT(DISTINCT v) FROM input GROUP BY k EMIT COMPLETE;
            """;
    private static final int ROWS = 40;
    private static final int KEYS = 5;
    private static final ObjectMapper JSON = new ObjectMapper();

    private SimulatedDisk disk = new SimulatedDisk();
    private Path directory = disk.root();
    private int files;

    @Test
    void theNextStartFindsWhatWasOrWhatIsToBe() throws IOException {
        boolean down = true;
        int operations = 0;
        while (down) {
            begin();
            write();
            run(BEFORE, Set.of());
            write();
            down = goesDown(++operations);
            disk.powerLoss(operations);
            run(AFTER, Set.of("aggregate-1"));
            assertThat(result()).as("power lost at operation %d", operations).isEqualTo(expected());
            write();
            run(AFTER, Set.of());
            assertThat(result()).as("power lost at operation %d", operations).isEqualTo(expected());
        }
        assertThat(operations).isGreaterThan(30);
    }

    private void begin() throws IOException {
        disk = new SimulatedDisk();
        directory = disk.root().resolve("job");
        files = 0;
        Files.createDirectories(directory.resolve("input"));
        disk.forceNow(disk.root());
        disk.forceNow(directory);
    }

    /** A file that survives each power loss. */
    private void write() throws IOException {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < ROWS; i++) {
            text.append("{\"k\":%d,\"v\":%d}\n".formatted(key(i), value(files, i)));
        }
        Path file = directory.resolve("input/%d.json".formatted(files++));
        Files.writeString(file, text);
        disk.forceNow(file);
        disk.forceNow(directory.resolve("input"));
    }

    private static int key(int row) {
        return row % KEYS;
    }

    private static long value(int file, int row) {
        return (file * 37L + row * 11L) % 23;
    }

    /** Whether the power went before the job was done. */
    private boolean goesDown(int operation) {
        disk.crashAt(operation);
        try {
            run(AFTER, Set.of("aggregate-1"));
        } catch (Throwable e) {
            if (!disk.isDown()) {
                throw e;
            }
        }
        return disk.isDown();
    }

    private void run(String script, Set<String> bootstrapped) {
        SessionConfig config = SessionConfig.in(directory).withBootstrap(bootstrapped);
        try (Session session = Sluice.open(config)) {
            session.sql(TABLES + script).awaitTermination();
        }
    }

    private Map<Integer, List<Long>> expected() {
        Map<Integer, List<Long>> expected = new TreeMap<>();
        for (int key = 0; key < KEYS; key++) {
            long total = 0;
            long largest = 0;
            Set<Long> different = new HashSet<>();
            for (int file = 0; file < files; file++) {
                for (int row = key; row < ROWS; row += KEYS) {
                    long value = value(file, row);
                    total += value;
                    largest = Math.max(largest, value);
                    different.add(value);
                }
            }
            expected.put(key, List.of(total, largest, (long) different.size()));
        }
        return expected;
    }

    private Map<Integer, List<Long>> result() throws IOException {
        List<String> lines = new ArrayList<>();
        try (Stream<Path> all = Files.list(directory.resolve("result"))) {
            for (Path file :
                    all.filter(each -> each.toString().endsWith(".json")).toList()) {
                lines.addAll(Files.readAllLines(file));
            }
        }
        Map<Integer, List<Long>> result = new TreeMap<>();
        for (String line : lines) {
            JsonNode row = JSON.readTree(line);
            List<Long> values = List.of(
                    row.get("total").asLong(),
                    row.get("largest").asLong(),
                    row.get("different").asLong());
            assertThat(result.put(row.get("k").asInt(), values)).as(line).isNull();
        }
        return result;
    }
}
