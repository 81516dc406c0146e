package io.sluice.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.checkpoint.file.Durability;
import io.sluice.checkpoint.simulation.SimulatedDisk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Random damage to the files of a checkpoint: it is found and named, or harmless, and {@code verify} says the same as the next
 * start. {@code -Dsluice.rot.changes=10000} does more of it, {@code -Dsluice.rot.seed=7} other damage.
 */
class BitRotTest {
    private static final int CHANGES = Integer.getInteger("sluice.rot.changes", 1_000);
    private static final long SEED = Long.getLong("sluice.rot.seed", 1);
    private static final StateTable SMALL = StateRows.table("count", "groups");
    private static final StateTable LARGE = StateRows.table("join", "left");
    private static final CheckpointOptions OPTIONS = new CheckpointOptions(6, 900, 3, false);
    private static final Tuning TUNING = new Tuning(4 << 10, Durability.FULL, false);
    private static final long LAST = 17;
    private static final Logger QUIET = Logger.getLogger("io.sluice.checkpoint.state");

    private final SimulatedDisk disk = new SimulatedDisk();
    private final Path directory = disk.root().resolve("checkpoint");
    private final Map<String, Long> small = new HashMap<>();
    private final Map<String, Long> large = new HashMap<>();

    /** By batch, from −1 on. */
    private final List<Map<String, Long>> smallThen = new ArrayList<>(List.of(Map.of()));

    private final List<Map<String, Long>> largeThen = new ArrayList<>(List.of(Map.of()));

    private enum Damage {
        FLIPPED_BIT,
        OTHER_BYTE,
        TRUNCATED,
        GONE,
        EMPTY,
        SECTOR_OF_ZEROS,
        LONGER
    }

    private enum Outcome {
        NAMED,
        MENDED,
        HARMLESS
    }

    @BeforeAll
    static void beQuiet() {
        QUIET.setLevel(Level.OFF);
    }

    @AfterAll
    static void speak() {
        QUIET.setLevel(null);
    }

    private void write(BufferAllocator allocator) {
        try (Checkpoint checkpoint = Checkpoint.open(directory, OPTIONS, allocator, TUNING)) {
            for (long batch = 0; batch <= LAST; batch++) {
                checkpoint.intend(StateRows.intent(batch));
                Map<String, Optional<Long>> few = StateRows.put("k" + batch, batch);
                few.put("k" + (batch - 4), Optional.empty());
                Map<String, Optional<Long>> many = StateRows.put("x".repeat(1_000) + batch % 3, batch);
                StateDelta first = StateRows.delta(allocator, SMALL, few);
                StateDelta second = StateRows.delta(allocator, LARGE, many);
                checkpoint.commit(StateRows.commit(batch), List.of(first, second));
                first.rows().close();
                second.rows().close();
                StateRows.apply(small, few);
                StateRows.apply(large, many);
                smallThen.add(Map.copyOf(small));
                largeThen.add(Map.copyOf(large));
            }
            checkpoint.intend(StateRows.intent(LAST + 1));
        }
    }

    @Test
    void damageIsNamedOrHarmless() throws IOException {
        Map<Damage, Map<Outcome, Integer>> outcomes = new EnumMap<>(Damage.class);
        try (BufferAllocator allocator = new RootAllocator()) {
            write(allocator);
            Map<Path, byte[]> image = DiskImage.of(directory);
            List<Path> files = image.keySet().stream().sorted().toList();
            Random random = new Random(SEED);
            for (int change = 0; change < CHANGES; change++) {
                Damage damage = Damage.values()[random.nextInt(Damage.values().length)];
                Path file = files.get(random.nextInt(files.size()));
                DiskImage.restore(directory, image);
                damage(damage, file, image.get(file), random);
                String what = "change %d: %s of %s".formatted(change, damage, file);
                Outcome outcome = outcome(what, List.of(file), LAST - 1, allocator);
                outcomes.computeIfAbsent(damage, key -> new EnumMap<>(Outcome.class))
                        .merge(outcome, 1, Integer::sum);
            }
        }
        assertThat(outcomes).hasSize(Damage.values().length);
        if (CHANGES > 1_000) {
            outcomes.forEach((damage, counts) -> System.out.printf("%-16s %s%n", damage, counts));
        }
    }

    /** What no file that is left tells of cannot be noticed: only then the query goes on from an earlier batch, with its state. */
    @Test
    void filesThatAreLostTogetherAreMissed() throws IOException {
        Map<Outcome, Integer> outcomes = new EnumMap<>(Outcome.class);
        int silent = 0;
        try (BufferAllocator allocator = new RootAllocator()) {
            write(allocator);
            Map<Path, byte[]> image = DiskImage.of(directory);
            List<Path> files = image.keySet().stream().sorted().toList();
            List<Path> newest = List.of(newest(files, "commits"), newest(files, "offsets"));
            Random random = new Random(SEED);
            for (int change = 0; change < CHANGES / 4; change++) {
                Set<Path> lost = new TreeSet<>(change % 2 == 0 ? newest : List.of());
                int some = random.nextInt(1 + random.nextInt(files.size()));
                for (int i = 0; i < some; i++) {
                    lost.add(files.get(random.nextInt(files.size())));
                }
                DiskImage.restore(directory, image);
                for (Path file : lost) {
                    Files.delete(file);
                }
                boolean untold = lost.containsAll(newest) && lost.contains(directory.resolve("last"));
                silent += untold ? 1 : 0;
                String what = "change %d: without %s".formatted(change, lost);
                outcomes.merge(outcome(what, lost, untold ? -1 : LAST - 1, allocator), 1, Integer::sum);
            }
        }
        assertThat(outcomes.get(Outcome.NAMED)).isGreaterThan(CHANGES / 8);
        if (CHANGES > 1_000) {
            System.out.printf("lost together    %s, of these %d that need not be noticed%n", outcomes, silent);
        }
    }

    private static Path newest(List<Path> files, String log) {
        return files.stream()
                .filter(file -> file.getParent().endsWith(log))
                .max(Comparator.naturalOrder())
                .orElseThrow();
    }

    private static void damage(Damage damage, Path file, byte[] content, Random random) throws IOException {
        byte[] bytes = content.clone();
        int at = bytes.length == 0 ? 0 : random.nextInt(bytes.length);
        switch (damage) {
            case FLIPPED_BIT -> bytes[at] ^= (byte) (1 << random.nextInt(8));
            case OTHER_BYTE -> bytes[at] = (byte) random.nextInt(256);
            case TRUNCATED -> bytes = Arrays.copyOf(bytes, at);
            case EMPTY -> bytes = new byte[0];
            case SECTOR_OF_ZEROS -> Arrays.fill(
                    bytes, at / 512 * 512, Math.min(bytes.length, at / 512 * 512 + 512), (byte) 0);
            case LONGER -> bytes = Arrays.copyOf(bytes, bytes.length + 1 + random.nextInt(100));
            case GONE -> {
                Files.delete(file);
                return;
            }
        }
        Files.write(file, bytes);
    }

    private Outcome outcome(String what, Collection<Path> files, long least, BufferAllocator allocator) {
        List<CheckpointFinding> findings = CheckpointReader.verify(directory);
        boolean damaged =
                findings.stream().anyMatch(finding -> finding.severity() == CheckpointFinding.Severity.DAMAGED);
        boolean mended =
                findings.stream().anyMatch(finding -> finding.severity() == CheckpointFinding.Severity.MENDED_AT_START);
        try (Checkpoint checkpoint = Checkpoint.open(directory, OPTIONS, allocator, TUNING)) {
            long last = checkpoint.lastCommit().map(BatchCommit::batch).orElse(-1L);
            Map<String, Long> first = StateRows.restore(checkpoint, SMALL);
            Map<String, Long> second = StateRows.restore(checkpoint, LARGE);
            assertThat(damaged)
                    .as(what + ": verify finds damage, the start does not")
                    .isFalse();
            assertThat(last).as(what).isBetween(least, LAST);
            assertThat(first).as(what).isEqualTo(smallThen.get((int) last + 1));
            assertThat(second).as(what).isEqualTo(largeThen.get((int) last + 1));
            if (last == LAST - 1 && least == last) {
                assertThat(checkpoint.unfinished())
                        .as(what + ": the last commit is repeated as it was")
                        .contains(StateRows.intent(LAST));
            }
            checkpoint
                    .unfinished()
                    .ifPresent(intent -> assertThat(intent).as(what).isEqualTo(StateRows.intent(last + 1)));
            return mended ? Outcome.MENDED : Outcome.HARMLESS;
        } catch (CheckpointException e) {
            assertThat(damaged)
                    .as("%s: the start fails with %s, verify finds nothing", what, e.getMessage())
                    .isTrue();
            assertThat(e.getMessage())
                    .as(what)
                    .containsAnyOf(files.stream()
                            .flatMap(file -> Stream.of(file, file.getParent()))
                            .map(Path::toString)
                            .toArray(String[]::new));
            assertThat(e.hint()).as(what).isNotEmpty();
            assertThat(e.kind()).as(what).isNotEqualTo(CheckpointException.Kind.ENVIRONMENT);
            return Outcome.NAMED;
        }
    }
}
