package io.sluice.checkpoint.state;

import io.sluice.checkpoint.CheckpointException;
import io.sluice.checkpoint.file.Trouble;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.arrow.memory.BufferAllocator;

/** Opens what the catalog names, wherever it is. Any thread. */
final class StateReader {
    private final Path directory;
    private final InlineDeltas inline;

    StateReader(Path directory, InlineDeltas inline) {
        this.directory = directory;
        this.inline = inline;
    }

    Path path(String table, StateFile file) {
        return directory.resolve(table).resolve(file.name());
    }

    StateInput open(String table, StateFile file, BufferAllocator allocator) {
        return StateInput.open(path(table, file), file, allocator);
    }

    StateInput open(String table, StateCatalog.LiveDelta delta, BufferAllocator allocator) {
        Optional<StateFile> file = delta.file();
        return file.isPresent()
                ? open(table, file.get(), allocator)
                : StateInput.of(inline.read(delta.batch(), table), inline.path(), allocator);
    }

    /** Opens a file, or what a commit's record holds, that has been opened before and found whole. */
    StateInput again(String table, Optional<StateFile> file, long batch, BufferAllocator allocator) {
        return file.isPresent()
                ? StateInput.again(path(table, file.get()), allocator)
                : StateInput.of(inline.read(batch, table), inline.path(), allocator);
    }

    /** Opens all files of a table at once: what a writer deletes from now on can still be read. */
    Held hold(String table, StateCatalog.View view) {
        Held held = new Held(table, view);
        try {
            held.openAll();
            return held;
        } catch (RuntimeException | Error e) {
            held.close();
            throw e;
        }
    }

    /** The files of a table, open; each may be read several times, one after the other. */
    final class Held implements AutoCloseable {
        private final String table;
        private final StateCatalog.View view;
        private final List<Optional<FileChannel>> channels = new ArrayList<>();

        /** Of the deltas that ride in commits. */
        private final List<Optional<byte[]>> riding = new ArrayList<>();

        private Optional<FileChannel> snapshot = Optional.empty();

        private Held(String table, StateCatalog.View view) {
            this.table = table;
            this.view = view;
        }

        private void openAll() {
            snapshot = view.base().file().map(this::open);
            for (StateCatalog.LiveDelta delta : view.deltas()) {
                channels.add(delta.file().map(this::open));
                riding.add(
                        delta.file().isPresent() ? Optional.empty() : Optional.of(inline.read(delta.batch(), table)));
            }
        }

        private FileChannel open(StateFile file) {
            Path path = path(table, file);
            try {
                return FileChannel.open(path, StandardOpenOption.READ);
            } catch (NoSuchFileException e) {
                throw CheckpointException.corrupt(
                        path, "a file of " + file.length() + " bytes", "none", StateInput.ADVICE);
            } catch (IOException e) {
                throw Trouble.with("read", path, e);
            }
        }

        /** Bytes of the deltas that are files. */
        long deltaBytes() {
            return view.deltas().stream()
                    .flatMap(delta -> delta.file().stream())
                    .mapToLong(StateFile::length)
                    .sum();
        }

        /** Rows of the deltas, puts and deletes; see {@link StateCatalog.LiveDelta}. */
        long deltaRows() {
            return view.deltas().stream()
                    .mapToLong(StateCatalog.LiveDelta::rows)
                    .sum();
        }

        /** Those of the deltas, and at most those of the snapshot: record batches that may be full. */
        long rows(BufferAllocator allocator) {
            if (!hasSnapshot()) {
                return deltaRows();
            }
            try (StateInput input = snapshot(allocator)) {
                return deltaRows() + SnapshotOutput.mostRows(input);
            }
        }

        int deltas() {
            return view.deltas().size();
        }

        boolean hasSnapshot() {
            return snapshot.isPresent();
        }

        StateInput snapshot(BufferAllocator allocator) {
            StateFile file = view.base().file().orElseThrow();
            return StateInput.open(path(table, file), new SharedChannel(snapshot.orElseThrow()), file, allocator);
        }

        StateInput delta(int index, BufferAllocator allocator) {
            StateCatalog.LiveDelta delta = view.deltas().get(index);
            return delta.file().isPresent()
                    ? StateInput.open(
                            path(table, delta.file().get()),
                            new SharedChannel(channels.get(index).orElseThrow()),
                            delta.file().get(),
                            allocator)
                    : StateInput.of(riding.get(index).orElseThrow(), inline.path(), allocator);
        }

        @Override
        public void close() {
            snapshot.ifPresent(this::close);
            channels.forEach(channel -> channel.ifPresent(this::close));
        }

        private void close(FileChannel channel) {
            try {
                channel.close();
            } catch (IOException e) {
                throw Trouble.with("close a file of", directory.resolve(table), e);
            }
        }
    }
}
