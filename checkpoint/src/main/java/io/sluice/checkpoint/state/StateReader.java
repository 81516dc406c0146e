package io.sluice.checkpoint.state;

import java.nio.file.Path;
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

    StateInput open(String table, StateFile file, BufferAllocator allocator) {
        return StateInput.open(directory.resolve(table).resolve(file.name()), file, allocator);
    }

    StateInput open(String table, StateCatalog.LiveDelta delta, BufferAllocator allocator) {
        Optional<StateFile> file = delta.file();
        return file.isPresent()
                ? open(table, file.get(), allocator)
                : StateInput.of(inline.read(delta.batch(), table), inline.path(), allocator);
    }
}
