package io.sluice.runtime.simulation;

import io.sluice.checkpoint.simulation.DiskHook;
import io.sluice.checkpoint.simulation.DiskHook.Operation;
import io.sluice.checkpoint.simulation.SimulatedDisk;
import io.sluice.runtime.loop.BatchRunner;
import io.sluice.runtime.loop.JobFiles;
import io.sluice.sinks.Sink;
import io.sluice.sources.Offset;
import io.sluice.sources.OffsetRange;
import io.sluice.sources.Source;
import io.sluice.sources.SourceException;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Protocols that lose, double or spoil rows, each for one reason. The simulation must catch each of them. */
enum BrokenProtocol implements Protocol {
    COMMITS_ARE_NOT_FORCED {
        @Override
        public DiskHook disk(SimulatedDisk disk) {
            return unlessForced(path -> isBelow(path, "commits"), path -> false);
        }
    },
    NAMES_OF_SEGMENTS_ARE_NOT_FORCED {
        @Override
        public DiskHook disk(SimulatedDisk disk) {
            return unlessForced(path -> false, path -> path.endsWith("commits"));
        }
    },
    STATE_IS_NOT_FORCED {
        @Override
        public DiskHook disk(SimulatedDisk disk) {
            return unlessForced(path -> isBelow(path, "state"), path -> false);
        }
    },
    STATE_IS_FORCED_AFTER_ITS_COMMIT {
        @Override
        public DiskHook disk(SimulatedDisk disk) {
            return new Late(disk);
        }
    },
    STAGED_OUTPUT_IS_NOT_FORCED {
        @Override
        public DiskHook disk(SimulatedDisk disk) {
            return unlessForced(path -> path.toString().endsWith(".staged"), path -> false);
        }
    },
    OUTPUT_IS_RENAMED_BEFORE_IT_IS_FORCED {
        @Override
        public DiskHook disk(SimulatedDisk disk) {
            return unlessForced(
                    path -> path.toString().endsWith(".tmp") && path.toString().contains("staging"), path -> false);
        }
    },
    METADATA_IS_RENAMED_BEFORE_IT_IS_FORCED {
        @Override
        public DiskHook disk(SimulatedDisk disk) {
            return unlessForced(path -> path.toString().contains("metadata"), path -> false);
        }
    },
    PUBLISHED_NAMES_ARE_NOT_FORCED_BEFORE_THEY_ARE_FORGOTTEN {
        @Override
        public DiskHook disk(SimulatedDisk disk) {
            return unlessForced(path -> false, path -> path.getNameCount() == 1 && !path.endsWith("checkpoint"));
        }
    },
    THE_TORN_END_OF_A_LOG_STAYS {
        @Override
        public DiskHook disk(SimulatedDisk disk) {
            return new TornEnds();
        }
    },
    OUTPUT_IS_PUBLISHED_BEFORE_THE_COMMIT {
        @Override
        public Sink sink(Sink sink) {
            return instead(Sink.class, sink, (method, arguments) -> {
                Object result = call(sink, method, arguments);
                if (method.getName().equals("stage")) {
                    sink.publish((long) arguments[0], (byte[]) result);
                }
                return result;
            });
        }
    },
    COMMITTED_OUTPUT_IS_NOT_PUBLISHED_AGAIN {
        @Override
        public Sink sink(Sink sink) {
            boolean[] begun = {false};
            return instead(Sink.class, sink, (method, arguments) -> {
                begun[0] |= method.getName().equals("begin") || method.getName().equals("stage");
                return method.getName().equals("publish") && !begun[0] ? null : call(sink, method, arguments);
            });
        }
    },
    INPUT_IS_REMOVED_BEFORE_ITS_COMMIT {
        @Override
        public Source source(Source source, Path own) {
            return instead(Source.class, source, (method, arguments) -> {
                if (method.getName().equals("splits")) {
                    Object splits = call(source, method, arguments);
                    Offset end = ((OffsetRange) arguments[0]).to();
                    return new Reading(source, end).of(splits);
                }
                return call(source, method, arguments);
            });
        }
    },
    A_REPEATED_BATCH_READS_OTHER_FILES_THAN_ITS_INTENT_NAMES {
        @Override
        public Source source(Source source, Path own) {
            boolean[] planned = {false};
            return instead(Source.class, source, (method, arguments) -> {
                planned[0] |= method.getName().equals("next");
                Object result = call(source, method, arguments);
                if (!method.getName().equals("splits") || planned[0] || ((List<?>) result).size() < 2) {
                    return result;
                }
                return ((List<?>) result).subList(0, 1);
            });
        }
    },
    OFFSETS_ARE_RECORDED_AFTER_THE_BATCH {
        @Override
        public Source source(Source source, Path own) {
            return new LateOffsets(source, own).source();
        }
    },
    A_WRITER_THAT_IS_TAKEN_OVER_IS_NOT_FENCED {
        @Override
        public DiskHook disk(SimulatedDisk disk) {
            return (operation, path, bytes) -> {
                boolean fences = operation == Operation.RENAME
                        && path.getFileName().toString().startsWith("fenced-");
                if (fences) {
                    Files.createDirectory(path);
                }
                return !fences;
            };
        }
    },
    LOGS_THAT_MAY_BE_OPEN_ARE_NOT_COPIED {
        @Override
        public DiskHook disk(SimulatedDisk disk) {
            boolean[] copies = {false};
            return (operation, path, bytes) -> {
                copies[0] |= operation == Operation.CREATE && path.endsWith("copy.log");
                boolean isCopy = operation == Operation.RENAME && copies[0];
                copies[0] &= operation != Operation.RENAME;
                return !isCopy;
            };
        }
    },
    THE_LAST_CHANGE_OF_STATE_IS_MISSED {
        @Override
        public BatchRunner.Compiler compiler() {
            return (query, sources, sinks, options, allocator) -> {
                BatchRunner right = BatchRunner.compile(query, sources, sinks, options, allocator);
                Set<Object> seen = new HashSet<>();
                return instead(
                        BatchRunner.class,
                        right,
                        (method, arguments) -> method.getName().equals("restore") && !seen.add(arguments[0])
                                ? null
                                : call(right, method, arguments));
            };
        }
    };

    private interface Paths {
        boolean has(Path path);
    }

    private interface Call {
        Object of(Method method, Object[] arguments) throws Throwable;
    }

    private static boolean isBelow(Path path, String folder) {
        return path.getNameCount() > 2 && path.getName(1).toString().equals(folder);
    }

    private static DiskHook unlessForced(Paths files, Paths directories) {
        return (operation, path, bytes) -> !(operation == Operation.FORCE && files.has(path)
                || operation == Operation.FORCE_DIRECTORY && directories.has(path));
    }

    private static <T> T instead(Class<T> type, T target, Call call) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(),
                new Class<?>[] {type},
                (proxy, method, arguments) -> call.of(method, arguments)));
    }

    private static Object call(Object target, Method method, Object[] arguments) throws Throwable {
        try {
            return method.invoke(target, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }

    /** Removes what was read when it has been read, and not when it is committed. */
    private record Reading(Source source, Offset end) {
        Object of(Object splits) {
            source.release(end);
            return splits;
        }
    }

    /** Reads on from the position that it has written itself, when a batch was over, and not from that of the commit. */
    private static final class LateOffsets {
        private final Source source;
        private final Path file;
        private Optional<Offset> written = Optional.empty();
        private boolean begun;

        LateOffsets(Source source, Path file) {
            this.source = source;
            this.file = file;
        }

        Source source() {
            return instead(Source.class, source, (method, arguments) -> {
                switch (method.getName()) {
                    case "next", "end", "isExhausted" -> arguments[0] = begun ? arguments[0] : position();
                    case "splits" -> begun = true;
                    default -> {}
                }
                Object result = call(source, method, arguments);
                if (method.getName().equals("release")) {
                    write((Offset) arguments[0]);
                }
                return result;
            });
        }

        private Optional<Offset> position() throws IOException {
            if (written.isEmpty() && Files.exists(file)) {
                written = Optional.of(new Offset(Files.readString(file)));
            }
            return written;
        }

        private void write(Offset offset) {
            try {
                Path next = file.resolveSibling(file.getFileName() + ".next");
                try (FileChannel channel = FileChannel.open(
                        next,
                        StandardOpenOption.CREATE,
                        StandardOpenOption.TRUNCATE_EXISTING,
                        StandardOpenOption.WRITE)) {
                    channel.write(ByteBuffer.wrap(offset.json().getBytes(StandardCharsets.UTF_8)));
                    channel.force(false);
                }
                Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
                JobFiles.force(file.getParent());
            } catch (IOException e) {
                throw new SourceException("cannot write %s: %s".formatted(file, e.getMessage()), "Start again.", e);
            }
        }
    }

    /** Forces state after the commit that names it. */
    private static final class Late implements DiskHook {
        private final SimulatedDisk disk;
        private final Set<Path> late = new LinkedHashSet<>();
        private boolean committed;

        Late(SimulatedDisk disk) {
            this.disk = disk;
        }

        @Override
        public boolean before(Operation operation, Path path, ByteBuffer bytes) throws IOException {
            if (committed) {
                committed = false;
                for (Path each : late) {
                    disk.forceNow(each);
                }
                late.clear();
            }
            boolean forces = operation == Operation.FORCE || operation == Operation.FORCE_DIRECTORY;
            if (forces && isBelow(path, "state")) {
                late.add(path);
                return false;
            }
            committed = operation == Operation.FORCE && isBelow(path, "commits");
            return true;
        }
    }

    /** Writes no zeros over what is in a log. */
    private static final class TornEnds implements DiskHook {
        private final Set<Path> ours = new HashSet<>();

        @Override
        public boolean before(Operation operation, Path path, ByteBuffer bytes) {
            if (operation == Operation.CREATE || operation == Operation.RENAME || operation == Operation.TRUNCATE) {
                ours.add(path);
            }
            boolean isLog = isBelow(path, "commits") || isBelow(path, "offsets");
            return operation != Operation.WRITE || !isLog || ours.contains(path) || !isZero(bytes);
        }

        private static boolean isZero(ByteBuffer bytes) {
            for (int i = bytes.position(); i < bytes.limit(); i++) {
                if (bytes.get(i) != 0) {
                    return false;
                }
            }
            return true;
        }
    }
}
