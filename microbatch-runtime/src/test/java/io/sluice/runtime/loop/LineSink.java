package io.sluice.runtime.loop;

import io.sluice.checkpoint.file.Durability;
import io.sluice.sinks.Sink;
import io.sluice.sinks.SinkException;
import io.sluice.sinks.SinkWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * One file of lines for each batch. Batches of an odd number are staged as files in a folder beside, those of an even one
 * ride in their receipts; both are published by a rename.
 */
public final class LineSink implements Sink {
    private final Path directory;
    private final Path staging;
    private final Durability whenStaged;
    private final Durability whenSynced;
    private final boolean ahead;
    private final List<String> calls = Collections.synchronizedList(new ArrayList<>());
    private final List<String> taken = new ArrayList<>();
    private volatile boolean isForced = true;

    public LineSink(Path directory) {
        this(directory, Durability.FULL, Durability.FULL, false);
    }

    /** One that may lie about what it has made durable. */
    LineSink(Path directory, Durability whenStaged, Durability whenSynced, boolean ahead) {
        this.directory = directory;
        this.staging = directory.resolve(".staging");
        this.whenStaged = whenStaged;
        this.whenSynced = whenSynced;
        this.ahead = ahead;
    }

    @Override
    public void recover(OptionalLong lastCommitted) {
        calls.add("recover " + (lastCommitted.isPresent() ? lastCommitted.getAsLong() : "nothing"));
        guarded(() -> {
            Durability.FULL.createDirectories(staging);
            for (Path file : files(staging)) {
                if (batch(file) > lastCommitted.orElse(-1)) {
                    Files.delete(file);
                }
            }
        });
    }

    /** Takes rows of the batch that is running. */
    void take(List<String> lines) {
        taken.addAll(lines);
    }

    @Override
    public byte[] stage(long batch) {
        calls.add("stage " + batch);
        byte[] lines = (String.join("\n", taken) + "\n").getBytes(StandardCharsets.UTF_8);
        taken.clear();
        if (batch % 2 == 0) {
            return lines;
        }
        guarded(() -> {
            write(staging.resolve(name(batch)), lines, Durability.NONE);
        });
        isForced = false;
        return new byte[0];
    }

    /** Somebody removes what is staged. */
    void loseStaged(long batch) {
        guarded(() -> Files.delete(staging.resolve(name(batch))));
    }

    @Override
    public boolean hasToForce() {
        return !isForced;
    }

    @Override
    public void force(long batch) {
        if (isForced) {
            return;
        }
        calls.add("force " + batch);
        guarded(() -> {
            try (FileChannel channel = FileChannel.open(staging.resolve(name(batch)), StandardOpenOption.WRITE)) {
                whenStaged.file(channel);
            }
            whenStaged.directory(staging);
        });
        isForced = true;
    }

    @Override
    public void publish(long batch, byte[] receipt) {
        calls.add("publish " + batch);
        guarded(() -> {
            Path target = directory.resolve(name(batch));
            Path staged = receipt.length == 0 ? staging.resolve(name(batch)) : directory.resolve("." + name(batch));
            if (receipt.length > 0) {
                write(staged, receipt, Durability.FULL);
            }
            if (Files.exists(staged)) {
                Files.move(staged, target, StandardCopyOption.ATOMIC_MOVE);
            } else if (!Files.exists(target)) {
                throw new SinkException(
                        "cannot publish batch " + batch + ": neither it nor its staged file is there", "");
            }
        });
    }

    private static void write(Path file, byte[] bytes, Durability durability) throws IOException {
        try (FileChannel channel = FileChannel.open(
                file, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE)) {
            channel.write(ByteBuffer.wrap(bytes));
            durability.file(channel);
        }
    }

    @Override
    public void sync() {
        calls.add("sync");
        guarded(() -> {
            whenSynced.directory(directory);
            whenSynced.directory(staging);
        });
    }

    @Override
    public void abort(long batch) {
        calls.add("abort " + batch);
        taken.clear();
        isForced = true;
        guarded(() -> Files.deleteIfExists(staging.resolve(name(batch))));
    }

    /** What was asked of it, in order. */
    public List<String> calls() {
        synchronized (calls) {
            return List.copyOf(calls);
        }
    }

    /** What a reader sees: the lines of each batch. */
    public static SortedMap<Long, List<String>> visible(Path directory) {
        SortedMap<Long, List<String>> batches = new TreeMap<>();
        guarded(() -> {
            if (Files.isDirectory(directory)) {
                for (Path file : files(directory)) {
                    batches.put(batch(file), Files.readString(file).lines().toList());
                }
            }
        });
        return batches;
    }

    private static List<Path> files(Path directory) throws IOException {
        List<Path> files = new ArrayList<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory)) {
            for (Path entry : entries) {
                if (!entry.getFileName().toString().startsWith(".")) {
                    files.add(entry);
                }
            }
        }
        return files;
    }

    private static String name(long batch) {
        return "%08d".formatted(batch);
    }

    private static long batch(Path file) {
        return Long.parseLong(file.getFileName().toString());
    }

    private interface Action {
        void run() throws IOException;
    }

    private static void guarded(Action action) {
        try {
            action.run();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public SinkWriter begin(long batch, int part) {
        throw new UnsupportedOperationException("the runner of the tests gives its lines to take");
    }

    @Override
    public boolean partsByThread() {
        return false;
    }

    @Override
    public boolean writesAhead() {
        return ahead;
    }

    @Override
    public String description() {
        return "LineSink[out]";
    }

    @Override
    public void close() {}
}
