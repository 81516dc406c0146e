package io.sluice.runtime.execution;

import static java.util.Objects.requireNonNull;

import io.sluice.checkpoint.CheckpointException;
import io.sluice.runtime.state.KeyGroups;
import io.sluice.runtime.state.PageInput;
import io.sluice.runtime.state.PageOutput;
import io.sluice.runtime.state.Shards;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.function.IntConsumer;
import java.util.function.IntPredicate;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The budget for the state of a query. What is more than it goes to files, whole shards at a time, and comes back when a batch has
 * something for it:
 *
 * <pre>
 * within the budget                      │ beyond it
 * all shards take the batch in, all send │ for each few shards: load, take in, send, settle; others make room for them
 * </pre>
 *
 * Those that are in memory are served first. Room is made by shards that no batch has used lately, the longest ago and the biggest
 * first; then by those that this batch has done with, then by those that it will use. So a state that all batches use is read and
 * written only for the part that does not fit.
 *
 * <p>The files have no name once they are open, so that nothing is left of them after a crash: what counts is in the checkpoint.
 * Used by the loop's thread.
 */
final class StateMemory implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(StateMemory.class);
    private static final int BUFFER_BYTES = 1 << 20;

    /** More of a file that has been read goes. */
    private static final long KEPT_BYTES = 1 << 16;

    private final String query;
    private final long budget;
    private final Path directory;
    private final List<Pages> all = new ArrayList<>();
    private final ConcurrentLinkedDeque<ByteBuffer> buffers = new ConcurrentLinkedDeque<>();
    private final WorkerPool pool;

    /** Files that are empty again. */
    private final ConcurrentLinkedDeque<FileChannel> free = new ConcurrentLinkedDeque<>();

    private long batch;
    private boolean used;

    /** The table that is being restored, and the memory of the others. */
    private Pages.Table restored;

    private long beside;

    /**
     * @param query its name, for messages
     * @param budget in bytes, for all state of the query
     * @param directory for the files; made when there is one
     * @param pool moves shards
     */
    StateMemory(String query, long budget, Path directory, WorkerPool pool) {
        this.pool = requireNonNull(pool, "pool");
        this.query = requireNonNull(query, "query");
        this.budget = budget;
        this.directory = requireNonNull(directory, "directory");
    }

    void add(Pages pages) {
        all.add(pages);
    }

    /** Whether a shard of some of the parts is on disk. */
    boolean isAway(Pages pages) {
        return used && pages.isAnyAway();
    }

    boolean isAway(List<Pages> parts) {
        if (!used) {
            return false;
        }
        for (Pages pages : parts) {
            if (pages.isAnyAway()) {
                return true;
            }
        }
        return false;
    }

    /** Uses all shards of some parts once, after a restore. */
    void visit(List<Pages> parts) {
        if (isAway(parts)) {
            parts.forEach(pages -> run(pages, Shards.ALL, shards -> {}));
        }
    }

    private record Shard(Pages pages, int index) {}

    private long held() {
        long bytes = 0;
        for (Pages pages : all) {
            for (int left = Shards.ALL & ~pages.idle; left != 0; left &= left - 1) {
                bytes += pages.bytes(Integer.numberOfTrailingZeros(left));
            }
        }
        return bytes;
    }

    /**
     * A batch is over.
     *
     * @param bytes of all state in memory
     * @return whether some of it is on disk now
     */
    boolean endBatch(long bytes) {
        batch++;
        if (bytes > budget) {
            all.forEach(pages -> pages.idle = 0);
            makeRoom(0, null, 0, 0);
        }
        return used;
    }

    /**
     * Uses shards of a part, a few at a time.
     *
     * @param shards a bit for each
     * @param use given some shards that are in memory, a bit for each; settles them
     */
    void run(Pages pages, int shards, IntConsumer use) {
        int present = choose(shards, shard -> !pages.isAway(shard), KeyGroups.SHARDS);
        if (present != 0) {
            use(pages, present, use);
        }
        for (int left = shards & ~present; left != 0; ) {
            int some = choose(left, shard -> true, pool.threads());
            int room = 0;
            long bytes = 0;
            for (int shard : Shards.list(some)) {
                bytes += pages.needed(shard);
                room |= room == 0 || bytes <= budget ? Shards.of(shard) : 0;
            }
            bring(pages, room, left);
            use(pages, room, use);
            left &= ~room;
        }
    }

    private void use(Pages pages, int shards, IntConsumer use) {
        pages.idle &= ~shards;
        use.accept(shards);
        for (int shard : Shards.list(shards)) {
            pages.used[shard] = batch + 1;
        }
    }

    private static int choose(int shards, IntPredicate chosen, int most) {
        int some = 0;
        for (int shard : Shards.list(shards)) {
            if (chosen.test(shard) && Integer.bitCount(some) < most) {
                some |= Shards.of(shard);
            }
        }
        return some;
    }

    /**
     * Brings shards into memory.
     *
     * @param wanted those that the batch has not used yet, these among them
     */
    private void bring(Pages pages, int shards, int wanted) {
        long needed = 0;
        List<Shard> coming = new ArrayList<>();
        for (int shard : Shards.list(shards)) {
            if (pages.isAway(shard)) {
                needed += pages.needed(shard);
                coming.add(new Shard(pages, shard));
            }
        }
        makeRoom(needed, pages, shards, wanted);
        pool.run(coming.size(), (thread, i) -> load(coming.get(i)));
    }

    private void goBeyond(long bytes) {
        if (!used && budget > 0) {
            LOG.warn(
                    "query \"{}\": state of {} MB is more than 'table.exec.state.memory-budget', {} MB; what does not fit goes to {}, and"
                            + " batches take longer",
                    query,
                    bytes >> 20,
                    budget >> 20,
                    directory);
        }
        used = true;
    }

    private void makeRoom(long needed, Pages user, int kept, int wanted) {
        long excess = held() + needed - budget;
        if (excess > 0) {
            goBeyond(held() + needed);
        }
        List<Shard> going = new ArrayList<>();
        if (excess > 0) {
            List<Shard> candidates = new ArrayList<>();
            for (Pages pages : all) {
                for (int shard : Shards.list(Shards.ALL & ~pages.idle)) {
                    if (!pages.canGo(shard)) {
                        pages.idle |= Shards.of(shard);
                    } else if (!(pages == user && Shards.has(kept, shard))) {
                        candidates.add(new Shard(pages, shard));
                    }
                }
            }
            candidates.sort((left, right) -> {
                int order = Long.compare(age(left, user, wanted), age(right, user, wanted));
                return order != 0 ? order : Long.compare(right.pages.bytes(right.index), left.pages.bytes(left.index));
            });
            for (Shard each : candidates) {
                if (excess <= 0) {
                    break;
                }
                excess -= each.pages.bytes(each.index);
                going.add(each);
            }
        }
        pool.run(going.size(), (thread, i) -> save(going.get(i)));
        going.forEach(each -> each.pages.idle |= Shards.of(each.index));
    }

    /** Less goes first. */
    private long age(Shard shard, Pages user, int wanted) {
        long used = shard.pages.used[shard.index];
        if (used < batch) {
            return used;
        }
        boolean isWanted = shard.pages == user && Shards.has(wanted, shard.index);
        return used > batch && !isWanted ? batch : batch + 1;
    }

    private void save(Shard shard) {
        shard.pages.left(shard.index);
        for (Pages.Table table : shard.pages.tables) {
            if (table.files[shard.index] == null) {
                save(table, shard.index);
            }
        }
    }

    private void save(Pages.Table table, int shard) {
        ByteBuffer buffer = borrow();
        long bytes = table.state.bytes(shard);
        try {
            FileChannel file = file();
            table.files[shard] = file;
            PageOutput out = new PageOutput(file, buffer);
            table.state.save(shard, out);
            out.flush();
            table.lengths[shard] = out.written();
            table.sizes[shard] = bytes;
        } catch (IOException e) {
            throw trouble("move", table, e);
        } catch (UncheckedIOException e) {
            throw trouble("move", table, e.getCause());
        } finally {
            buffers.push(buffer);
        }
    }

    private void load(Shard shard) {
        for (Pages.Table table : shard.pages.tables) {
            if (table.files[shard.index] != null) {
                load(table, shard.index);
            }
        }
        shard.pages.back(shard.index);
    }

    private void load(Pages.Table table, int shard) {
        ByteBuffer buffer = borrow();
        FileChannel file = table.files[shard];
        try {
            file.position(0);
            table.state.load(shard, new PageInput(file, buffer));
            if (table.lengths[shard] > KEPT_BYTES) {
                file.truncate(0);
            }
            free.push(file);
            table.files[shard] = null;
            table.lengths[shard] = 0;
        } catch (IOException e) {
            throw trouble("read back", table, e);
        } catch (UncheckedIOException e) {
            throw trouble("read back", table, e.getCause());
        } finally {
            buffers.push(buffer);
        }
    }

    private FileChannel file() throws IOException {
        FileChannel known = free.poll();
        if (known != null) {
            return known.position(0);
        }
        Files.createDirectories(directory);
        return FileChannel.open(
                Files.createTempFile(directory, "state-", ".page"),
                StandardOpenOption.READ,
                StandardOpenOption.WRITE,
                StandardOpenOption.DELETE_ON_CLOSE);
    }

    private ByteBuffer borrow() {
        ByteBuffer buffer = buffers.poll();
        return buffer == null ? ByteBuffer.allocateDirect(BUFFER_BYTES) : buffer;
    }

    private RuntimeException trouble(String what, Pages.Table table, IOException e) {
        return new CheckpointException(
                CheckpointException.Kind.ENVIRONMENT,
                "cannot %s state of \"%s/%s\", which is larger than 'table.exec.state.memory-budget' (%d bytes), in %s: %s"
                        .formatted(what, table.name.uid(), table.name.table(), budget, directory, e.getMessage()),
                "Nothing that was committed is lost. Make room there, or set 'table.exec.state.spill-directory' or a larger budget.",
                e);
    }

    /**
     * Rows of a table have been restored: if they are too many, the tables before it make room; if that is not enough, only the first
     * half of the shards that are restored now go on to be.
     *
     * @param shards that are restored now
     * @return those that go on to be
     */
    int restored(Pages.Table table, int shards) {
        if (table != restored) {
            restored = table;
            beside = all().filter(other -> other != table)
                    .mapToLong(other -> bytes(other, Shards.ALL))
                    .sum();
        }
        int open = shards;
        if (beside > 0 && beside + bytes(table, open) > budget) {
            all().filter(other -> other != table).forEach(other -> park(other, Shards.ALL));
            beside = 0;
        }
        while (Integer.bitCount(open) > 1 && bytes(table, open) > budget) {
            int[] list = Shards.list(open);
            for (int i = (list.length + 1) / 2; i < list.length; i++) {
                open &= ~Shards.of(list[i]);
            }
            table.state.restoreOnly(open);
        }
        return open;
    }

    private Stream<Pages.Table> all() {
        return all.stream().flatMap(pages -> pages.tables.stream());
    }

    /** Of the rows of some shards that are in memory. */
    private static long bytes(Pages.Table table, int shards) {
        long bytes = 0;
        for (int left = shards; left != 0; left &= left - 1) {
            int shard = Integer.numberOfTrailingZeros(left);
            bytes += table.isHere(shard) ? table.state.bytes(shard) : 0;
        }
        return bytes;
    }

    /** Some shards of a table are restored, and others follow: they make room. */
    void park(Pages.Table table, int shards) {
        int[] list = Shards.list(choose(shards, table::isHere, KeyGroups.SHARDS));
        if (list.length > 0) {
            goBeyond(bytes(table, shards));
        }
        pool.run(list.length, (thread, i) -> save(table, list[i]));
    }

    @Override
    public void close() {
        free.forEach(StateMemory::close);
        for (Pages pages : all) {
            for (Pages.Table table : pages.tables) {
                for (FileChannel file : table.files) {
                    close(file);
                }
            }
        }
    }

    private static void close(FileChannel file) {
        try {
            if (file != null) {
                file.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
