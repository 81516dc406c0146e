package io.sluice.runtime.state;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.checkpoint.StateDelta;
import io.sluice.checkpoint.StoredPieces;
import io.sluice.planner.plan.AggregateCall;
import io.sluice.planner.plan.DataType;
import io.sluice.planner.plan.TypeKind;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Random;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.TinyIntVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.junit.jupiter.api.Test;

/** Files of puts and deletes against a map; all keys are of one shard, so that its tail is merged several times. */
class RestoredTableTest {
    private static final DataType COUNTED = DataType.of(TypeKind.BIGINT, false);
    private static final GroupLayout LAYOUT = new GroupLayout(
            List.of(COUNTED),
            List.of(new AggregateCall(AggregateCall.Function.COUNT, OptionalInt.empty(), OptionalInt.empty(), COUNTED)),
            List.of(COUNTED),
            false);
    private static final int SHARD = 3;
    private static final int KEYS = 120_000;

    private final Random random = new Random(11);
    private final long[] keys = new long[KEYS];
    private final Map<Long, Long> expected = new HashMap<>();

    private long number;

    RestoredTableTest() {
        long next = 0;
        for (int i = 0; i < KEYS; next++) {
            if (KeyGroups.shard(KeyHash.combine(KeyHash.SEED, next)) == SHARD) {
                keys[i++] = next;
            }
        }
    }

    /** A file with the keys of some places; every so many is a delete, and every so many of these is put again. */
    private VectorSchemaRoot file(BufferAllocator allocator, int first, int step, int end, int deletes) {
        TinyIntVector operations = new TinyIntVector(StateDelta.OPERATION, allocator);
        BigIntVector k = new BigIntVector("k", allocator);
        BigIntVector counts = new BigIntVector("a0_count", allocator);
        int row = 0;
        for (int i = first; i < end; i += step) {
            boolean delete = random.nextInt(deletes) == 0;
            if (delete) {
                operations.setSafe(row, StateDelta.DELETE);
                k.setSafe(row, keys[i]);
                counts.setNull(row++);
                expected.remove(keys[i]);
            }
            if (!delete || random.nextInt(3) == 0) {
                operations.setSafe(row, StateDelta.PUT);
                k.setSafe(row, keys[i]);
                counts.setSafe(row++, ++number);
                expected.put(keys[i], number);
            }
        }
        VectorSchemaRoot root = VectorSchemaRoot.of(operations, k, counts);
        root.setRowCount(row);
        return root;
    }

    private static Map<Long, Long> groups(GroupState state) {
        Map<Long, Long> found = new HashMap<>();
        GroupTable table = state.table(SHARD, 0);
        int word = LAYOUT.accumulators().get(0).word();
        for (int i = 0; i < table.size(); i++) {
            long[] segment = table.records().segment(i);
            int base = table.records().base(i);
            assertThat(found.put(segment[base + LAYOUT.keyWord(0)], segment[base + word]))
                    .isNull();
        }
        return found;
    }

    @Test
    void theLastPutOfAKeyCounts() {
        for (int never : new int[] {Integer.MAX_VALUE, 4}) {
            expected.clear();
            try (BufferAllocator allocator = new RootAllocator();
                    GroupState state = new GroupState("a", "groups", LAYOUT, List.of("k"), false, false, allocator)) {
                int[][] files = {{0, 1, 30_000}, {20_000, 1, 90_000}, {0, 3, KEYS}, {1, 2, KEYS}, {5, 40_000, KEYS}};
                for (int i = 0; i < files.length; i++) {
                    try (VectorSchemaRoot rows = file(
                            allocator, files[i][0], files[i][1], files[i][2], i == 0 ? Integer.MAX_VALUE : never)) {
                        state.restore(
                                new StoredPieces(List.of(new StoredPieces.Piece(rows, true)), 300_000),
                                Parallel.ONE_BY_ONE);
                    }
                }
                state.begin(0);
                assertThat(groups(state)).isEqualTo(expected);
                assertThat(state.groups()).isEqualTo(expected.size());
                for (long key : expected.keySet()) {
                    assertThat(state.table(SHARD, 0).find(KeyHash.combine(KeyHash.SEED, key), new long[] {key}))
                            .isNotNegative();
                }
            }
        }
    }
}
