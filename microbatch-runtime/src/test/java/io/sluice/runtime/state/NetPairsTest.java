package io.sluice.runtime.state;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.planner.plan.AggregateCall;
import io.sluice.planner.plan.DataType;
import io.sluice.planner.plan.TypeKind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import org.junit.jupiter.api.Test;

class NetPairsTest {
    private static final DataType BIGINT = DataType.of(TypeKind.BIGINT, true);
    private static final AggregateCall COUNT =
            new AggregateCall(AggregateCall.Function.COUNT, OptionalInt.empty(), OptionalInt.empty(), BIGINT);

    /** Rows of two columns, the first of which is their key. */
    private static final GroupLayout LAYOUT = new GroupLayout(
            List.of(BIGINT, BIGINT),
            List.of(COUNT),
            List.of(BIGINT),
            false,
            GroupLayout.Rows.STAY,
            Optional.of(List.of(0)),
            false);

    @Test
    void asMuchIsMatchedAsCanBe() {
        Random random = new Random(5);
        for (int round = 0; round < 200; round++) {
            GroupTable table = GroupTable.local(LAYOUT);
            int keys = 1 + random.nextInt(8);
            for (int i = random.nextInt(40); i > 0; i--) {
                add(table, random.nextInt(keys) - 1, i, random.nextInt(5) - 2);
            }
            check(table);
        }
    }

    /** A key below 0 is NULL. */
    private static void add(GroupTable table, int key, int value, long count) {
        long[] words = {key < 0 ? 1 : 0, Math.max(0, key), value};
        int ordinal = table.findOrInsert(LAYOUT.hash(words, 0, table.strings()), words);
        table.records().segment(ordinal)[table.records().base(ordinal) + 3] = count;
    }

    private static void check(GroupTable table) {
        NetPairs pairs = new NetPairs(table);
        Map<List<Long>, long[]> sums = new HashMap<>();
        List<Integer> olds = new ArrayList<>();
        for (int ordinal = 0; ordinal < table.size(); ordinal++) {
            long left = pairs.unmatched(ordinal);
            long count = count(table, ordinal);
            long[] sum = sums.computeIfAbsent(key(table, ordinal), key -> new long[2]);
            sum[0] += Math.max(0, left);
            sum[1] += Math.max(0, -left);
            if (count > 0) {
                assertThat(left + pairs.matches(ordinal)).isEqualTo(count);
            } else {
                assertThat(pairs.matches(ordinal)).isZero();
            }
            for (int i = 0; i < pairs.matches(ordinal); i++) {
                int old = pairs.old(ordinal, i);
                olds.add(old);
                assertThat(key(table, old)).isEqualTo(key(table, ordinal));
            }
        }
        for (int ordinal = 0; ordinal < table.size(); ordinal++) {
            if (count(table, ordinal) < 0) {
                int old = ordinal;
                long matched = olds.stream().filter(each -> each == old).count();
                assertThat(pairs.unmatched(ordinal) - matched).isEqualTo(count(table, ordinal));
            }
        }
        sums.values().forEach(sum -> assertThat(Math.min(sum[0], sum[1])).isZero());
    }

    private static long count(GroupTable table, int ordinal) {
        return table.records().segment(ordinal)[table.records().base(ordinal) + 3];
    }

    private static List<Long> key(GroupTable table, int ordinal) {
        int base = table.records().base(ordinal);
        long[] segment = table.records().segment(ordinal);
        return List.of(segment[base] & 1, segment[base + 1]);
    }
}
