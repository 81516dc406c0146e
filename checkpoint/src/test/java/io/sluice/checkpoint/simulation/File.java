package io.sluice.checkpoint.simulation;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;

/** The content of a file: as everybody sees it, as it was forced, and the changes between the two. */
final class File extends Node {
    private static final int SECTOR = 512;

    private final Content current = new Content();
    private final Content durable = new Content();
    private final List<Change> pending = new ArrayList<>();

    /**
     * A write of bytes at a position, or, without bytes, a cut at it.
     *
     * @param sizeAfter length of the file when it had happened
     */
    private record Change(int position, byte[] bytes, int sizeAfter) {
        boolean isCut() {
            return bytes.length == 0;
        }

        int lastSector(int limit) {
            int end = isCut() ? limit : position + bytes.length;
            return (end - 1) / SECTOR;
        }
    }

    int size() {
        return current.size;
    }

    int read(int position, ByteBuffer target) {
        int count = Math.min(target.remaining(), current.size - position);
        if (count > 0) {
            target.put(current.bytes, position, count);
        }
        return count;
    }

    void write(int position, byte[] bytes) {
        if (bytes.length > 0) {
            current.write(position, bytes, 0, bytes.length);
            pending.add(new Change(position, bytes, current.size));
        }
    }

    void truncate(int size) {
        if (size < current.size) {
            current.resize(size);
            pending.add(new Change(size, new byte[0], size));
        }
    }

    @Override
    void force() {
        for (Change change : pending) {
            if (change.isCut()) {
                durable.resize(change.position());
            } else {
                durable.write(change.position(), change.bytes(), 0, change.bytes().length);
            }
        }
        pending.clear();
    }

    /**
     * The force fails as it does on Linux: some sectors are on the disk, and the others are taken for written from now on,
     * though they are not. Only who writes them again gets them there.
     */
    void failForce(Random random) {
        keepSome(random);
    }

    @Override
    long bytes() {
        return current.size;
    }

    @Override
    void losePower(Random random, Set<Node> done) {
        if (done.add(this)) {
            keepSome(random);
            current.become(durable);
        }
    }

    private void keepSome(Random random) {
        int kept = random.nextInt(pending.size() + 1);
        int size = kept == 0 ? durable.size : pending.get(kept - 1).sizeAfter();
        for (var sector : bySector().entrySet()) {
            List<Change> changes = sector.getValue();
            for (Change change : changes.subList(0, random.nextInt(changes.size() + 1))) {
                durable.apply(change, sector.getKey() * SECTOR);
            }
        }
        durable.resize(size);
        pending.clear();
    }

    private Map<Integer, List<Change>> bySector() {
        int limit = durable.size;
        for (Change change : pending) {
            limit = Math.max(limit, change.position() + change.bytes().length);
        }
        Map<Integer, List<Change>> result = new TreeMap<>();
        for (Change change : pending) {
            for (int sector = change.position() / SECTOR; sector <= change.lastSector(limit); sector++) {
                result.computeIfAbsent(sector, key -> new ArrayList<>()).add(change);
            }
        }
        return result;
    }

    /** Bytes that grow; those never written are zero. */
    private static final class Content {
        private byte[] bytes = new byte[0];
        private int size;

        void write(int position, byte[] source, int from, int count) {
            reserve(position + count);
            System.arraycopy(source, from, bytes, position, count);
            size = Math.max(size, position + count);
        }

        void resize(int newSize) {
            reserve(newSize);
            if (newSize < size) {
                Arrays.fill(bytes, newSize, size, (byte) 0);
            }
            size = newSize;
        }

        /** Applies what a change does to one sector. */
        void apply(Change change, int sectorStart) {
            int sectorEnd = sectorStart + SECTOR;
            int from = Math.max(change.position(), sectorStart);
            if (change.isCut()) {
                reserve(sectorEnd);
                Arrays.fill(bytes, from, sectorEnd, (byte) 0);
                return;
            }
            int to = Math.min(change.position() + change.bytes().length, sectorEnd);
            if (from < to) {
                write(from, change.bytes(), from - change.position(), to - from);
            }
        }

        void become(Content other) {
            bytes = Arrays.copyOf(other.bytes, other.size);
            size = other.size;
        }

        private void reserve(int needed) {
            if (needed > bytes.length) {
                bytes = Arrays.copyOf(bytes, Math.max(needed, 2 * bytes.length));
            }
        }
    }
}
