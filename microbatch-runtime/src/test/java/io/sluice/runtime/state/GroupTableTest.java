package io.sluice.runtime.state;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.planner.function.Utf8;
import io.sluice.planner.plan.AggregateCall;
import io.sluice.planner.plan.DataType;
import io.sluice.planner.plan.TypeKind;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Random;
import org.junit.jupiter.api.Test;

class GroupTableTest {
    private static final DataType BIGINT = DataType.of(TypeKind.BIGINT, false);
    private static final DataType TEXT = DataType.of(TypeKind.STRING, true);
    private static final AggregateCall COUNT =
            new AggregateCall(AggregateCall.Function.COUNT, OptionalInt.empty(), OptionalInt.empty(), BIGINT);
    private static final AggregateCall MAX_TEXT =
            new AggregateCall(AggregateCall.Function.MAX, OptionalInt.of(0), OptionalInt.empty(), TEXT);

    private static GroupLayout byBigint() {
        return new GroupLayout(List.of(BIGINT), List.of(COUNT), List.of(BIGINT), false);
    }

    @Test
    void groupsHaveDenseOrdinalsInTheOrderInWhichTheyCome() {
        GroupTable table = GroupTable.local(byBigint());
        for (int i = 0; i < 20_000; i++) {
            long[] key = {i * 1_000_003L};
            assertThat(table.findOrInsert(KeyHash.mix(key[0]), key)).isEqualTo(i);
        }
        for (int i = 0; i < 20_000; i++) {
            long[] key = {i * 1_000_003L};
            assertThat(table.find(KeyHash.mix(key[0]), key)).isEqualTo(i);
        }
        assertThat(table.find(KeyHash.mix(1), new long[] {1})).isEqualTo(-1);
    }

    @Test
    void stateFindsItsGroupsWithAndWithoutAnIndex() {
        Random random = new Random(7);
        GroupTable table = GroupTable.state(byBigint(), false, new StringPool(), 1);
        Map<Long, Integer> model = new HashMap<>();
        for (int i = 0; i < 3000; i++) {
            long key = random.nextInt(2000);
            int expected = model.computeIfAbsent(key, each -> model.size());
            assertThat(table.findOrInsert(byBigint().hash(new long[] {key}, 0, null), new long[] {key}))
                    .isEqualTo(expected);
            table = i % 500 == 499 ? reindexed(table) : table;
        }
        assertThat(table.find(byBigint().hash(new long[] {2000}, 0, null), new long[] {2000}))
                .isEqualTo(-1);
    }

    @Test
    void anIndexGivesAllOrdinalsThatMayHaveAHash() {
        for (long mask : new long[] {0, 3, 0xFFF, -1}) {
            OrdinalIndex index = new OrdinalIndex(1000);
            for (int ordinal = 0; ordinal < 1000; ordinal++) {
                assertThat(index.isFull()).isFalse();
                index.add(KeyHash.mix(ordinal) & mask, ordinal);
            }
            for (int ordinal = 0; ordinal < 1000; ordinal++) {
                long hash = KeyHash.mix(ordinal) & mask;
                int slot = index.first(hash);
                while (slot >= 0 && index.ordinal(slot) != ordinal) {
                    slot = index.next(hash, slot);
                }
                assertThat(slot).isNotNegative();
            }
        }
    }

    /** A copy that has no index yet. */
    private static GroupTable reindexed(GroupTable from) {
        GroupTable table = GroupTable.state(byBigint(), false, new StringPool(), 1);
        for (int ordinal = 0; ordinal < from.size(); ordinal++) {
            table.append(from, ordinal, 0);
        }
        return table;
    }

    @Test
    void sumsOfLongsAreExactAndKnowWhetherThereIsOne() {
        Random random = new Random(8);
        for (int round = 0; round < 200; round++) {
            BigInteger[] expected = {BigInteger.ZERO, BigInteger.ZERO};
            long[] record = new long[2 * LongSum.WORDS];
            for (int i = random.nextInt(20); i > 0; i--) {
                long value = i % 3 == 0 ? random.nextLong() : i % 3 == 1 ? Long.MIN_VALUE : random.nextInt(3) - 1;
                byte sign = (byte) (random.nextBoolean() ? 1 : -1);
                int which = random.nextInt(2);
                LongSum.add(record, which * LongSum.WORDS, value, sign);
                expected[which] = expected[which].add(BigInteger.valueOf(value).multiply(BigInteger.valueOf(sign)));
            }
            boolean isFirst = LongSum.isPresent(record, 0);
            boolean isSecond = LongSum.isPresent(record, LongSum.WORDS);
            LongSum.merge(record, LongSum.WORDS, record, 0);
            assertThat(LongSum.isPresent(record, 0)).isEqualTo(isFirst || isSecond);
            assertThat(Wide.toBigInteger(record[0], LongSum.high(record, 0), LongSum.high(record, 0) >> 63))
                    .isEqualTo(expected[0].add(expected[1]));
            long[] copy = new long[LongSum.WORDS];
            LongSum.set(copy, 0, record[0], LongSum.high(record, 0));
            assertThat(copy[1]).isEqualTo(record[1] | 1);
        }
    }

    @Test
    void aKeyIsAnotherGroupInEachPane() {
        GroupTable table = GroupTable.local(byBigint().withPane());
        for (int round = 0; round < 2; round++) {
            for (int i = 0; i < 6000; i++) {
                long[] key = {i % 200, i / 200};
                table.usePane(key[0]);
                assertThat(table.find(KeyHash.mix(key[1]), key)).isEqualTo(-1);
                assertThat(table.findOrInsert(KeyHash.mix(key[1]), key)).isEqualTo(i);
            }
            for (int i = 0; i < 6000; i++) {
                table.usePane(i % 200);
                assertThat(table.find(KeyHash.mix(i / 200), new long[] {i % 200, i / 200}))
                        .isEqualTo(i);
            }
            GroupPiece piece = GroupPiece.of(table);
            assertThat(piece.panes()).isEqualTo(200);
            for (int pane = 0; pane < 200; pane++) {
                assertThat(piece.pane(pane)).isEqualTo(pane);
                assertThat(piece.end(pane, KeyGroups.SHARDS - 1) - piece.start(pane, 0))
                        .isEqualTo(30);
            }
            table.clear();
        }
    }

    @Test
    void keysWithTheSameHashAreToldApart() {
        GroupTable table = GroupTable.local(byBigint());
        for (int i = 0; i < 500; i++) {
            assertThat(table.findOrInsert(42, new long[] {i})).isEqualTo(i);
        }
        for (int i = 0; i < 500; i++) {
            assertThat(table.find(42, new long[] {i})).isEqualTo(i);
        }
    }

    @Test
    void aClearedTableStartsWithZeros() {
        GroupTable table = GroupTable.local(byBigint());
        int word = table.layout().accumulators().get(0).word();
        int ordinal = table.findOrInsert(7, new long[] {7});
        table.records().segment(ordinal)[table.records().base(ordinal) + word] = 99;
        table.clear();
        assertThat(table.find(7, new long[] {7})).isEqualTo(-1);
        int again = table.findOrInsert(7, new long[] {7});
        assertThat(table.records().segment(again)[table.records().base(again) + word])
                .isZero();
    }

    @Test
    void theFirstContentOfAChangedGroupIsKeptUntilTheBatchIsOver() {
        GroupTable table = GroupTable.state(byBigint(), true, new StringPool(), 1);
        int word = table.layout().accumulators().get(0).word();
        int old = table.findOrInsert(1, new long[] {1});
        table.touch(old);
        table.settle();
        for (int i = 1; i <= 3; i++) {
            table.touch(old);
            table.records().segment(old)[table.records().base(old) + word] = i;
        }
        int added = table.findOrInsert(2, new long[] {2});
        table.touch(added);
        Changes changes = table.changes();
        assertThat(changes.size()).isEqualTo(1);
        assertThat(changes.firstNew()).isEqualTo(1);
        assertThat(table.changed()).isEqualTo(2);
        assertThat(changes.old().segment(0)[changes.old().base(0) + word]).isZero();
        table.settle();
        assertThat(table.changes().size()).isZero();
        table.touch(old);
        assertThat(changes.old().segment(0)[changes.old().base(0) + word]).isEqualTo(3);
    }

    @Test
    void textsThatNobodyUsesAnyMoreAreFreed() {
        GroupLayout layout = new GroupLayout(List.of(TEXT), List.of(MAX_TEXT), List.of(TEXT), false);
        StateShard shard = new StateShard(0, layout, false);
        Bucket bucket = new Bucket(0);
        GroupTable table = shard.table(bucket, 1);
        long[] key = {0, table.strings().intern(Utf8.of("key"))};
        int ordinal = table.findOrInsert(5, key);
        int nullKey = table.findOrInsert(6, new long[] {1, 0});
        Accumulator max = layout.accumulators().get(0);
        for (int i = 0; i < 5000; i++) {
            long[] segment = table.records().segment(ordinal);
            int base = table.records().base(ordinal);
            segment[base + max.word()] = table.strings().intern(Utf8.of("value " + i));
            segment[base + max.presenceWord()] |= max.presenceBit();
        }
        table.settle();
        shard.compactTexts(List.of(bucket), table.size());
        assertThat(table.strings()).isSameAs(shard.strings());
        assertThat(table.strings().size()).isEqualTo(2);
        long[] segment = table.records().segment(ordinal);
        int base = table.records().base(ordinal);
        Utf8 view = new Utf8();
        assertThat(table.strings().view((int) segment[base + 1], view).toString())
                .isEqualTo("key");
        assertThat(table.strings().view((int) segment[base + max.word()], view).toString())
                .isEqualTo("value 4999");
        assertThat(table.find(6, new long[] {1, 0})).isEqualTo(nullKey);
    }

    @Test
    void aPoolGivesEqualTextsTheSameId() {
        StringPool pool = new StringPool();
        for (int i = 0; i < 30_000; i++) {
            byte[] text = ("text " + i).getBytes(StandardCharsets.UTF_8);
            assertThat(pool.intern(text, 0, text.length)).isEqualTo(i);
        }
        byte[] big = "x".repeat(5 << 20).getBytes(StandardCharsets.UTF_8);
        int id = pool.intern(big, 0, big.length);
        assertThat(pool.intern(big, 0, big.length)).isEqualTo(id);
        assertThat(pool.view(id, new Utf8()).length).isEqualTo(big.length);
        assertThat(pool.intern(Utf8.of("text 17"))).isEqualTo(17);
        assertThat(pool.view(17, new Utf8()).toString()).isEqualTo("text 17");
        assertThat(pool.intern(Utf8.of(""))).isEqualTo(pool.intern(Utf8.of("")));
    }

    /** These values are in checkpoints. */
    @Test
    void theHashOfKeysIsFrozen() {
        assertThat(KeyHash.combine(KeyHash.SEED, 1)).isEqualTo(FROZEN_LONG);
        byte[] text = "frozen hash".getBytes(StandardCharsets.UTF_8);
        assertThat(KeyHash.ofBytes(text, 0, text.length)).isEqualTo(FROZEN_TEXT);
        assertThat(KeyHash.ofBytes(text, 0, 0)).isEqualTo(FROZEN_EMPTY);
    }

    private static final long FROZEN_LONG = -1581261909331230370L;
    private static final long FROZEN_TEXT = 5140729900787683996L;
    private static final long FROZEN_EMPTY = -1401867904986123636L;

    @Test
    void neighbouringKeysFallIntoAllGroups() {
        boolean[] groups = new boolean[KeyGroups.GROUPS];
        for (long key = 0; key < 4096; key++) {
            groups[KeyGroups.group(KeyHash.combine(KeyHash.SEED, key))] = true;
        }
        assertThat(groups).doesNotContain(false);
    }
}
