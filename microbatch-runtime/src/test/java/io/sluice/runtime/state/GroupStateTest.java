package io.sluice.runtime.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.sluice.planner.function.Utf8;
import io.sluice.planner.plan.AggregateCall;
import io.sluice.planner.plan.DataType;
import io.sluice.planner.plan.TypeKind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Random;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.junit.jupiter.api.Test;

/** What comes into the state, group by group, against a map; and how often the state is asked. */
class GroupStateTest {
    private static final DataType TEXT = DataType.of(TypeKind.STRING, true);
    private static final DataType DOUBLE = DataType.of(TypeKind.DOUBLE, true);
    private static final DataType COUNTED = DataType.of(TypeKind.BIGINT, false);
    private static final GroupLayout LAYOUT = new GroupLayout(
            List.of(TEXT),
            List.of(call(AggregateCall.Function.COUNT, COUNTED), call(AggregateCall.Function.SUM, DOUBLE)),
            List.of(COUNTED, DOUBLE),
            false);
    private static final GroupLayout PANED = LAYOUT.withPane();
    private static final Buckets SAME = (pane, bucket) -> bucket.accept(pane);

    private final Random random = new Random(42);
    private final Map<Long, Map<String, double[]>> expected = new HashMap<>();

    private static AggregateCall call(AggregateCall.Function function, DataType type) {
        OptionalInt argument = function == AggregateCall.Function.COUNT ? OptionalInt.empty() : OptionalInt.of(0);
        return new AggregateCall(function, argument, OptionalInt.empty(), type);
    }

    /** Folds some rows as a generated loop does, and notes them for the comparison. */
    private GroupPiece piece(int rows, int keys, int panes) {
        GroupTable table = GroupTable.local(PANED);
        for (int i = 0; i < rows; i++) {
            long pane = random.nextInt(panes);
            String text = "key " + random.nextInt(keys);
            double value = random.nextInt(1000) / 7.0;
            add(table, pane, text, value);
            double[] sums =
                    expected.computeIfAbsent(pane, key -> new HashMap<>()).computeIfAbsent(text, key -> new double[2]);
            sums[0]++;
            sums[1] += value;
        }
        return GroupPiece.of(table);
    }

    private static void add(GroupTable table, long pane, String text, double value) {
        int id = table.strings().intern(Utf8.of(text));
        long hash = KeyHash.combine(
                KeyHash.combine(KeyHash.SEED, 0), table.strings().hash(id));
        table.usePane(pane);
        int ordinal = table.findOrInsert(hash, new long[] {pane, 0, id});
        long[] segment = table.records().segment(ordinal);
        int base = table.records().base(ordinal);
        Accumulator count = PANED.accumulators().get(0);
        Accumulator sum = PANED.accumulators().get(1);
        segment[base + count.word()]++;
        double old = Double.longBitsToDouble(segment[base + sum.word()]);
        segment[base + sum.word()] = Double.doubleToRawLongBits(old + value);
        segment[base + sum.presenceWord()] |= sum.presenceBit();
    }

    private static void merge(GroupState state, List<GroupPiece> pieces) {
        state.begin(0);
        state.startMerge(pieces, SAME, bucket -> false);
        for (int shard = 0; shard < KeyGroups.SHARDS; shard++) {
            state.merge(shard);
        }
    }

    private static GroupState state(BufferAllocator allocator) {
        return new GroupState("a", "groups", LAYOUT, List.of("k"), true, true, allocator);
    }

    private void check(GroupState state) {
        assertThat(state.groups())
                .isEqualTo(expected.values().stream().mapToLong(Map::size).sum());
        expected.forEach((pane, groups) -> {
            Bucket bucket = state.all().get(pane);
            int found = 0;
            for (int shard = 0; shard < KeyGroups.SHARDS; shard++) {
                GroupTable table = bucket.table(shard);
                for (int i = 0; table != null && i < table.size(); i++, found++) {
                    long[] segment = table.records().segment(i);
                    int base = table.records().base(i);
                    String text = table.strings()
                            .view((int) segment[base + LAYOUT.keyWord(0)], new Utf8())
                            .toString();
                    double[] sums = groups.get(text);
                    assertThat(segment[base + LAYOUT.accumulators().get(0).word()])
                            .isEqualTo((long) sums[0]);
                    assertThat(Double.longBitsToDouble(
                                    segment[base + LAYOUT.accumulators().get(1).word()]))
                            .isCloseTo(sums[1], within(1e-6));
                }
            }
            assertThat(found).isEqualTo(groups.size());
        });
    }

    @Test
    void theStateIsAskedOnceForEachKeyOfATrigger() {
        try (BufferAllocator allocator = new RootAllocator();
                GroupState state = state(allocator)) {
            int[][] shapes = {{500, 40, 3}, {2000, 300, 2}, {300, 100_000, 3}, {3000, 2000, 1}, {10, 5, 3}};
            for (int[] shape : shapes) {
                List<GroupPiece> pieces = new ArrayList<>();
                for (int split = 0; split < 5; split++) {
                    pieces.add(piece(shape[0], shape[1], shape[2]));
                }
                merge(state, pieces);
                long inPieces =
                        pieces.stream().mapToLong(piece -> piece.table().size()).sum();
                state.settle();
                assertThat(state.accesses()).isEqualTo(state.updated()).isLessThan(inPieces);
                check(state);
            }
        }
    }

    @Test
    void whatAlsoClosesWithABatchIsNoState() {
        try (BufferAllocator allocator = new RootAllocator();
                GroupState state = state(allocator)) {
            List<GroupPiece> pieces = List.of(piece(200, 20, 2), piece(200, 20, 3));
            state.begin(0);
            state.startMerge(pieces, SAME, bucket -> bucket < 2);
            for (int shard = 0; shard < KeyGroups.SHARDS; shard++) {
                state.merge(shard);
            }
            List<Long> sent = state.parts().closing(bucket -> bucket < 2).stream()
                    .flatMap(part -> part.units().stream())
                    .map(unit -> ((EmissionPart.Unit.Whole) unit).bucket())
                    .distinct()
                    .toList();
            assertThat(sent).containsExactly(0L, 1L);
            state.settle();
            assertThat(state.buckets()).containsExactly(2L);
            assertThat(state.accesses()).isEqualTo(state.groups()).isEqualTo(20);
            assertThat(state.delta().orElseThrow().rows().getRowCount()).isEqualTo(20);
        }
    }

    @Test
    void aKeyOfManyRunsIsNeverTakenForOneOfASingleRun() {
        RepeatedKeys repeated = new RepeatedKeys();
        long[] hashes = random.longs(10_000).toArray();
        repeated.start(20_000);
        repeated.note(hashes, 0, 10_000);
        repeated.note(hashes, 0, 5_000);
        repeated.note(random.longs(5_000).toArray(), 0, 5_000);
        int wrong = 0;
        for (int i = 0; i < hashes.length; i++) {
            boolean says = repeated.mayRepeat(hashes[i]);
            assertThat(says || i >= 5_000).isTrue();
            wrong += i >= 5_000 && says ? 1 : 0;
        }
        assertThat(wrong).isLessThan(1_000);
    }
}
