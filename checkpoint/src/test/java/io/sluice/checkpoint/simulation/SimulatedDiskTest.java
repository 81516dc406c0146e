package io.sluice.checkpoint.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class SimulatedDiskTest {
    private static final int SEEDS = 200;

    private final SimulatedDisk disk = new SimulatedDisk();
    private final Path file = disk.root().resolve("file");

    @Test
    void aFileSurvivesWhenItAndItsNameAreForced() throws IOException {
        for (int seed = 0; seed < SEEDS; seed++) {
            writeForced(file, "forced");
            force(disk.root());
            disk.powerLoss(seed);
            assertThat(file).hasContent("forced");
            Files.delete(file);
        }
    }

    @Test
    void aFileWhoseNameIsNotForcedMayBeLost() throws IOException {
        Set<Boolean> seen = new HashSet<>();
        for (int seed = 0; seed < SEEDS; seed++) {
            SimulatedDisk fresh = new SimulatedDisk();
            Path path = fresh.root().resolve("file");
            writeForced(path, "forced");
            fresh.powerLoss(seed);
            seen.add(Files.exists(path));
        }
        assertThat(seen).containsExactlyInAnyOrder(true, false);
    }

    @Test
    void contentThatIsNotForcedIsKeptBySectors() throws IOException {
        Set<String> seen = new HashSet<>();
        for (int seed = 0; seed < SEEDS; seed++) {
            SimulatedDisk fresh = new SimulatedDisk();
            Path path = fresh.root().resolve("file");
            writeForced(path, "0".repeat(1024));
            force(fresh.root());
            try (FileChannel channel = FileChannel.open(path, StandardOpenOption.WRITE)) {
                channel.write(bytes("1".repeat(1024)), 0);
                channel.write(bytes("2".repeat(512)), 512);
            }
            fresh.powerLoss(seed);
            String content = Files.readString(path);
            assertThat(content).hasSize(1024);
            seen.add(content.charAt(0) + "" + content.charAt(512));
            assertThat(content)
                    .isEqualTo(content.substring(0, 1).repeat(512)
                            + content.substring(512, 513).repeat(512));
        }
        assertThat(seen).containsExactlyInAnyOrder("00", "01", "02", "10", "11", "12");
    }

    @Test
    void aKillKeepsEverything() throws IOException {
        Files.writeString(file, "not forced");
        disk.kill();
        assertThat(file).hasContent("not forced");
    }

    @Test
    void aRenameThatIsNotForcedIsKeptOrLostAsAWhole() throws IOException {
        Set<String> seen = new HashSet<>();
        for (int seed = 0; seed < SEEDS; seed++) {
            SimulatedDisk fresh = new SimulatedDisk();
            Path target = fresh.root().resolve("target");
            Path temporary = fresh.root().resolve("temporary");
            writeForced(target, "old");
            writeForced(temporary, "new");
            force(fresh.root());
            Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE);
            fresh.powerLoss(seed);
            seen.add(Files.readString(target) + " " + Files.exists(temporary));
        }
        assertThat(seen).containsExactlyInAnyOrder("old true", "new false");
    }

    @Test
    void aRenameBetweenDirectoriesLosesNoFile() throws IOException {
        for (int seed = 0; seed < SEEDS; seed++) {
            SimulatedDisk fresh = new SimulatedDisk();
            Path from = Files.createDirectory(fresh.root().resolve("a")).resolve("file");
            Path to = Files.createDirectory(fresh.root().resolve("b")).resolve("file");
            force(fresh.root());
            writeForced(from, "content");
            force(from.getParent());
            Files.move(from, to);
            if (seed % 3 == 0) {
                force(to.getParent());
            }
            fresh.powerLoss(seed);
            assertThat(Files.exists(from) ^ Files.exists(to)).isTrue();
            assertThat(seed % 3 != 0 || Files.exists(to)).isTrue();
        }
    }

    @Test
    void aDeleteThatIsNotForcedMayComeBack() throws IOException {
        Set<Boolean> seen = new HashSet<>();
        for (int seed = 0; seed < SEEDS; seed++) {
            SimulatedDisk fresh = new SimulatedDisk();
            Path path = fresh.root().resolve("file");
            writeForced(path, "content");
            force(fresh.root());
            Files.delete(path);
            fresh.powerLoss(seed);
            seen.add(Files.exists(path));
        }
        assertThat(seen).containsExactlyInAnyOrder(true, false);
    }

    @Test
    void aCutThatIsNotForcedMayComeBack() throws IOException {
        Set<Long> sizes = new HashSet<>();
        for (int seed = 0; seed < SEEDS; seed++) {
            SimulatedDisk fresh = new SimulatedDisk();
            Path path = fresh.root().resolve("file");
            writeForced(path, "content");
            force(fresh.root());
            try (FileChannel channel = FileChannel.open(path, StandardOpenOption.WRITE)) {
                channel.truncate(3);
            }
            assertThat(path).hasContent("con");
            fresh.powerLoss(seed);
            sizes.add(Files.size(path));
        }
        assertThat(sizes).containsExactlyInAnyOrder(3L, 7L);
    }

    @Test
    void thePowerGoesAtTheOperationThatWasChosen() throws IOException {
        disk.crashAt(2);
        FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        assertThatThrownBy(() -> channel.write(bytes("a"))).isInstanceOf(PowerLoss.class);
        assertThat(disk.isDown()).isTrue();
        assertThatThrownBy(() -> Files.exists(file)).isInstanceOf(PowerLoss.class);
        disk.kill();
        assertThat(file).hasContent("a");
        assertThatThrownBy(() -> channel.write(bytes("b"))).isInstanceOf(PowerLoss.class);
        assertThat(disk.operations()).isEqualTo(2);
    }

    @Test
    void aFailureHappensOnceAndDoesNothing() throws IOException {
        Files.writeString(file, "a");
        disk.failAt(1, new IOException("Input/output error"));
        assertThatThrownBy(() -> Files.delete(file)).hasMessage("Input/output error");
        assertThat(file).exists();
        Files.delete(file);
        assertThat(file).doesNotExist();
    }

    @Test
    void aFullDiskRefusesWhatMakesFilesLonger() throws IOException {
        disk.capacity(4);
        Files.writeString(file, "1234");
        assertThatThrownBy(() -> Files.writeString(file, "5", StandardOpenOption.APPEND))
                .hasMessage("No space left on device");
        Files.writeString(file, "4321", StandardOpenOption.WRITE);
        Files.delete(file);
        Files.writeString(file, "5");
        assertThat(file).hasContent("5");
    }

    @Test
    void aReadOnlyDiskIsRead() throws IOException {
        Files.writeString(file, "a");
        disk.readOnly(true);
        assertThatThrownBy(() -> Files.writeString(file, "b")).hasMessage("/file: Read-only file system");
        assertThat(file).hasContent("a");
    }

    @Test
    void aLockIsHeldByOne() throws IOException {
        FileChannel first = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock lock = first.tryLock();
        try (FileChannel second = FileChannel.open(file, StandardOpenOption.WRITE)) {
            assertThatThrownBy(second::tryLock).isInstanceOf(OverlappingFileLockException.class);
            lock.release();
            assertThat(second.tryLock().isValid()).isTrue();
        }
        assertThat(first.tryLock().isValid()).isTrue();
        first.close();
        disk.lockElsewhere(file);
        try (FileChannel third = FileChannel.open(file, StandardOpenOption.WRITE)) {
            assertThat(third.tryLock()).isNull();
        }
    }

    @Test
    void aLockEndsWithTheProcess() throws IOException {
        FileChannel first = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock lock = first.tryLock();
        disk.kill();
        assertThat(lock.isValid()).isFalse();
        try (FileChannel second = FileChannel.open(file, StandardOpenOption.WRITE)) {
            assertThat(second.tryLock().isValid()).isTrue();
        }
    }

    @Test
    void filesAndDirectoriesBehaveAsOnLinux() throws IOException {
        Path directory = Files.createDirectories(disk.root().resolve("a/b c"));
        Files.writeString(directory.resolve("x"), "x");
        assertThatThrownBy(() -> Files.delete(directory)).isInstanceOf(DirectoryNotEmptyException.class);
        assertThatThrownBy(() -> Files.createDirectory(directory)).isInstanceOf(FileAlreadyExistsException.class);
        assertThatThrownBy(() -> Files.readString(directory.resolve("y"))).isInstanceOf(NoSuchFileException.class);
        assertThatThrownBy(() -> Files.readString(directory)).hasMessageContaining("Is a directory");
        assertThatThrownBy(() -> FileChannel.open(
                        directory.resolve("x"), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE))
                .isInstanceOf(FileAlreadyExistsException.class);
        Files.setLastModifiedTime(directory.resolve("x"), FileTime.fromMillis(5));
        assertThat(Files.getLastModifiedTime(directory.resolve("x")).toMillis()).isEqualTo(5);
        assertThat(Files.size(directory.resolve("x"))).isEqualTo(1);
        Files.copy(directory.resolve("x"), directory.resolve("z"));
        try (Stream<Path> walked = Files.walk(disk.root())) {
            assertThat(walked.map(Path::toString))
                    .containsExactlyInAnyOrder("/", "/a", "/a/b c", "/a/b c/x", "/a/b c/z");
        }
        assertThat(Path.of(directory.toUri().getPath())).hasToString("/a/b c");
    }

    @Test
    void aPathBehavesAsOnLinux() {
        for (String text : Arrays.asList("/", "/a", "a", "a/b/../c", "/a/./b", "../x", "..", "a/b/c.txt", "")) {
            Path ours = disk.root().getFileSystem().getPath(text);
            Path theirs = Path.of(text);
            assertThat(ours).hasToString(theirs.toString());
            assertThat(ours.isAbsolute()).isEqualTo(theirs.isAbsolute());
            assertThat(String.valueOf(ours.getParent())).isEqualTo(String.valueOf(theirs.getParent()));
            assertThat(String.valueOf(ours.getFileName())).isEqualTo(String.valueOf(theirs.getFileName()));
            assertThat(ours.getNameCount()).isEqualTo(theirs.getNameCount());
            assertThat(ours.normalize()).hasToString(theirs.normalize().toString());
            assertThat(ours.resolve("d/e")).hasToString(theirs.resolve("d/e").toString());
            assertThat(ours.startsWith("a")).isEqualTo(theirs.startsWith("a"));
            assertThat(ours.endsWith("c.txt")).isEqualTo(theirs.endsWith("c.txt"));
        }
        Path from = disk.root().resolve("a/b");
        assertThat(from.relativize(disk.root().resolve("a/c/d"))).hasToString("../c/d");
    }

    private static void writeForced(Path path, String content) throws IOException {
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            channel.write(bytes(content));
            channel.force(true);
        }
    }

    private static void force(Path directory) throws IOException {
        try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    private static ByteBuffer bytes(String content) {
        return ByteBuffer.wrap(content.getBytes(StandardCharsets.US_ASCII));
    }
}
