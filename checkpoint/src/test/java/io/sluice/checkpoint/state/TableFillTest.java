package io.sluice.checkpoint.state;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.checkpoint.FillDifferences;
import io.sluice.checkpoint.FillRule;
import io.sluice.checkpoint.file.Durability;
import io.sluice.checkpoint.simulation.SimulatedDisk;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.BigIntVector;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whether a table is filled in one part or in several, the result is the same. */
class TableFillTest {
    private static final int KEYS = 2000;
    private static final long GONE = 77;

    private final BufferAllocator allocator = new RootAllocator();
    private final HeldDeltas stored = new HeldDeltas("key", "total");
    private final HeldDeltas other = new HeldDeltas("key", "total", "largest");

    @AfterEach
    void allMemoryIsReleased() {
        allocator.close();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 7})
    void columnsAreFilledByKey(int parts) throws IOException {
        write(stored, 2, GONE);
        write(other, 3, GONE);
        Path directory = new SimulatedDisk().root();
        SnapshotOutput.Target target = new SnapshotOutput.Target(directory, "agg-1/groups", 1, 1, 1000);
        StateFile file;
        try (SnapshotOutput output =
                new SnapshotOutput(target, Durability.FULL, allocator, StateOutput.Pace.NONE, Optional.empty())) {
            assertThat(fill(parts, Optional.of(output)).isEmpty()).isTrue();
            file = output.finish().orElseThrow();
        }
        Map<Long, List<Long>> expected = new HashMap<>();
        for (long key = 0; key < KEYS; key++) {
            if (key != GONE) {
                expected.put(key, List.of(total(key), largest(key)));
            }
        }
        assertThat(rows(directory, file)).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 7})
    void differencesAreCountedOnce(int parts) throws IOException {
        write(stored, 2, 5);
        write(other, 3, 6, 7);
        other.add(allocator, List.of(new long[] {8, -1, -1}));
        FillDifferences found = fill(parts, Optional.empty());
        assertThat(found.other()).isEqualTo(1);
        assertThat(found.missing()).isEqualTo(2);
        assertThat(found.more()).isEqualTo(1);
    }

    /** Two deltas, the second over a third of the keys, with the values that count. */
    private void write(HeldDeltas to, int columns, long... gone) throws IOException {
        List<long[]> old = new ArrayList<>();
        List<long[]> now = new ArrayList<>();
        for (long key = 0; key < KEYS; key++) {
            long[] row = columns == 2 ? new long[] {key, total(key)} : new long[] {key, total(key), largest(key)};
            if (key % 3 == 0) {
                now.add(row);
                long[] before = row.clone();
                before[1]--;
                old.add(before);
            } else {
                old.add(row);
            }
        }
        to.add(allocator, old);
        to.add(allocator, now.stream().filter(row -> !contains(gone, row[0])).toList(), gone);
    }

    private static boolean contains(long[] keys, long key) {
        for (long each : keys) {
            if (each == key) {
                return true;
            }
        }
        return false;
    }

    private static long total(long key) {
        return key * 31 % 101;
    }

    private static long largest(long key) {
        return key * 17 % 103;
    }

    private FillDifferences fill(int parts, Optional<SnapshotOutput> output) {
        FillRule rule = new FillRule(
                Optional.of("agg-1/groups"),
                (table, columns) -> List.of(Optional.of("key"), Optional.of("total"), Optional.empty()),
                Set.of(),
                true);
        try (TableFill fill = new TableFill(other.table(), rule, allocator, output);
                StateReader.Held from = other.hold(1);
                StateReader.Held kept = stored.hold(1)) {
            return fill.run(Optional.of(kept), Optional.of(from), parts);
        }
    }

    private Map<Long, List<Long>> rows(Path directory, StateFile file) {
        Map<Long, List<Long>> result = new HashMap<>();
        try (StateInput input = StateInput.open(directory.resolve(file.name()), file, allocator)) {
            while (input.next()) {
                for (int row = 0; row < input.root().getRowCount(); row++) {
                    long key = ((BigIntVector) input.root().getVector(1)).get(row);
                    long total = ((BigIntVector) input.root().getVector(2)).get(row);
                    long largest = ((BigIntVector) input.root().getVector(3)).get(row);
                    assertThat(result.put(key, List.of(total, largest))).isNull();
                }
            }
        }
        return result;
    }
}
