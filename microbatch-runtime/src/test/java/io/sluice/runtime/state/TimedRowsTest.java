package io.sluice.runtime.state;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.planner.plan.Column;
import io.sluice.planner.plan.DataType;
import io.sluice.planner.plan.TypeKind;
import io.sluice.runtime.batch.ColumnBatch;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TimedRowsTest {
    private static final long SECOND = 1_000_000;
    private static final List<Column> COLUMNS = List.of(
            new Column("id", DataType.of(TypeKind.BIGINT, false)),
            new Column("_due", DataType.of(TypeKind.STRING, true)));

    private final BufferAllocator allocator = new RootAllocator();

    @AfterEach
    void close() {
        allocator.close();
    }

    @Test
    void rowsComeInAndLeaveInTheOrderOfTheirTimes() {
        try (TimedRows rows = new TimedRows("t", COLUMNS, allocator)) {
            rows.begin();
            add(rows, 1, 20 * SECOND, 30 * SECOND, false);
            add(rows, 2, 5 * SECOND, 5 * SECOND, true);
            add(rows, 3, 4 * SECOND, 4 * SECOND, true);
            add(rows, 4, 21 * SECOND, 22 * SECOND, false);
            add(rows, 5, 20 * SECOND, TimedRows.NEVER, false);
            end(rows);
            assertThat(rows.nextDue()).hasValue(4 * SECOND);
            assertThat(take(rows, 5 * SECOND)).isEqualTo("+[] -[3 r3, 2 null]");
            end(rows);
            rows.begin();
            assertThat(take(rows, 25 * SECOND)).isEqualTo("+[1 r1, 5 r5] -[]");
            end(rows);
            assertThat(rows.size()).isEqualTo(1);
            assertThat(rows.nextDue()).hasValue(30 * SECOND);
            rows.begin();
            assertThat(take(rows, 30 * SECOND)).isEqualTo("+[] -[1 r1]");
            end(rows);
            assertThat(rows.nextDue()).isEmpty();
            assertThat(rows.bytes()).isZero();
        }
    }

    /** After each batch another state is made from all that was stored, and must go on alike. */
    @Test
    void whatIsStoredIsTheState() {
        Random random = new Random(7);
        try (TimedRows rows = new TimedRows("t", COLUMNS, allocator);
                TimedRows stored = new TimedRows("t", COLUMNS, allocator)) {
            List<String> known = new ArrayList<>();
            for (int batch = 0; batch < 60; batch++) {
                long now = batch * SECOND;
                rows.begin();
                known.add(take(rows, now));
                for (int i = random.nextInt(5); i > 0; i--) {
                    long enter = now + (1 + random.nextInt(30)) * SECOND;
                    boolean in = random.nextBoolean();
                    boolean stays = !in && random.nextInt(4) == 0;
                    long leave = in ? enter : stays ? TimedRows.NEVER : enter + random.nextInt(20) * SECOND;
                    add(rows, batch * 10 + i, enter, leave, in);
                }
                end(rows);
                rows.delta().ifPresent(delta -> stored.restore(delta.rows()));
            }
            assertThat(String.join("", known)).contains("-[1", "+[1");
            assertThat(stored.nextDue()).isEqualTo(rows.nextDue());
            assertThat(stored.size()).isEqualTo(rows.size()).isGreaterThan(10);
            stored.begin();
            rows.begin();
            assertThat(stored.delta()).isEmpty();
            for (long now = 60 * SECOND; now < 120 * SECOND; now += SECOND) {
                assertThat(take(stored, now)).isEqualTo(take(rows, now));
                end(stored);
                end(rows);
            }
            assertThat(stored.size()).isZero();
        }
    }

    /** Only the shards that a batch uses come back for it. */
    @Test
    void shardsOnDiskGiveTheSame(@TempDir Path directory) throws IOException {
        Random random = new Random(8);
        Map<Integer, Path> away = new HashMap<>();
        try (TimedRows rows = new TimedRows("t", COLUMNS, allocator);
                TimedRows paged = new TimedRows("t", COLUMNS, allocator)) {
            for (int batch = 0; batch < 60; batch++) {
                long now = batch * 4 * SECOND;
                rows.begin();
                paged.begin();
                assertThat(paged.nextDue()).isEqualTo(rows.nextDue());
                bring(paged, paged.dueShards(now), away);
                assertThat(take(paged, now)).isEqualTo(take(rows, now));
                for (int i = random.nextInt(5); i > 0 && batch < 40; i--) {
                    long due = now + (1 + random.nextInt(300)) * SECOND;
                    long leave = random.nextBoolean() ? due : due + random.nextInt(100) * SECOND;
                    add(rows, batch * 10 + i, due, leave, leave == due);
                    add(paged, batch * 10 + i, due, leave, leave == due);
                }
                bring(paged, paged.waitingShards(), away);
                end(rows);
                end(paged);
                assertThat(paged.size()).isEqualTo(rows.size());
                for (int shard = 0; shard < KeyGroups.SHARDS; shard++) {
                    if (!paged.isEmpty(shard) && !away.containsKey(shard)) {
                        away.put(shard, directory.resolve("shard-" + shard));
                        try (FileChannel file = FileChannel.open(
                                away.get(shard),
                                StandardOpenOption.CREATE,
                                StandardOpenOption.TRUNCATE_EXISTING,
                                StandardOpenOption.WRITE)) {
                            PageOutput out = new PageOutput(file, ByteBuffer.allocateDirect(512));
                            paged.save(shard, out);
                            out.flush();
                        }
                    }
                }
                assertThat(paged.bytes()).isZero();
            }
        }
    }

    private static void bring(TimedRows rows, int shards, Map<Integer, Path> away) throws IOException {
        for (int shard : Shards.list(shards)) {
            Path path = away.remove(shard);
            if (path != null) {
                try (FileChannel file = FileChannel.open(path, StandardOpenOption.READ)) {
                    rows.load(shard, new PageInput(file, ByteBuffer.allocateDirect(512)));
                }
            }
        }
    }

    private static String take(TimedRows rows, long now) {
        rows.takeDue(now, rows.dueShards(now));
        return show(rows.finishTaking());
    }

    private static void end(TimedRows rows) {
        rows.insert(rows.waitingShards());
        rows.settle();
    }

    /** An even number as text is NULL. */
    private static void add(TimedRows rows, long id, long due, long leave, boolean in) {
        ColumnBatch batch = ColumnBatch.of(COLUMNS.stream().map(Column::type).toList());
        byte[] text = ("r" + id).getBytes(StandardCharsets.UTF_8);
        batch.column(0).longs[0] = id;
        ColumnBatch.appendText(batch.column(1), 0, text, 0, text.length);
        batch.column(1).hasNulls = id % 2 == 0;
        batch.column(1).nulls[0] = id % 2 == 0;
        RowColumns one = rows.rows(1);
        one.append(batch.columns(), new int[1], 1);
        rows.add(one, new long[] {due}, new long[] {leave}, in);
    }

    private static String show(TimedRows.Due due) {
        return "+" + show(due.entering()) + " -" + show(due.leaving());
    }

    private static List<String> show(RowColumns rows) {
        List<String> all = new ArrayList<>();
        for (int row = 0; row < rows.rows(); row++) {
            var text = rows.columns()[1];
            int start = text.starts[row];
            String name = text.hasNulls && text.nulls[row]
                    ? "null"
                    : new String(
                            Arrays.copyOfRange(text.bytes, start, start + text.lengths[row]), StandardCharsets.UTF_8);
            all.add(rows.columns()[0].longs[row] + " " + name);
        }
        return all;
    }
}
