package io.sluice.checkpoint.remote;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Supplier;

/** Objects in memory, with calls that fail before or after they were done. */
public final class MemoryStore implements ObjectStore {
    /** What becomes of a call. */
    public enum Fate {
        DONE,
        FAILS,
        DONE_AND_FAILS
    }

    private final Map<String, byte[]> objects;
    private final Supplier<Fate> fates;

    public MemoryStore() {
        this(new ConcurrentSkipListMap<>(), () -> Fate.DONE);
    }

    private MemoryStore(Map<String, byte[]> objects, Supplier<Fate> fates) {
        this.objects = objects;
        this.fates = fates;
    }

    /** The same objects for another process, whose calls that write have these fates. */
    public MemoryStore with(Supplier<Fate> newFates) {
        return new MemoryStore(objects, newFates);
    }

    public Map<String, byte[]> objects() {
        return objects;
    }

    private interface Write {
        void run() throws IOException;
    }

    private void write(Write write) throws IOException {
        Fate fate = fates.get();
        if (fate != Fate.FAILS) {
            write.run();
        }
        if (fate != Fate.DONE) {
            throw new IOException("the connection was lost");
        }
    }

    @Override
    public boolean create(String name, byte[] content) throws IOException {
        boolean[] created = new boolean[1];
        write(() -> created[0] = objects.putIfAbsent(name, content.clone()) == null);
        return created[0];
    }

    @Override
    public void put(String name, byte[] content) throws IOException {
        write(() -> objects.put(name, content.clone()));
    }

    @Override
    public void upload(Path file, String name) throws IOException {
        write(() -> objects.put(name, Files.readAllBytes(file)));
    }

    @Override
    public Optional<byte[]> read(String name) {
        return Optional.ofNullable(objects.get(name)).map(byte[]::clone);
    }

    @Override
    public boolean download(String name, Path file) throws IOException {
        byte[] content = objects.get(name);
        if (content != null) {
            Files.write(file, content);
        }
        return content != null;
    }

    @Override
    public List<String> list(String prefix) {
        return objects.keySet().stream().filter(name -> name.startsWith(prefix)).toList();
    }

    @Override
    public void delete(Collection<String> names) throws IOException {
        write(() -> objects.keySet().removeAll(names));
    }

    @Override
    public String address() {
        return "memory:///checkpoint";
    }

    @Override
    public void close() {}
}
