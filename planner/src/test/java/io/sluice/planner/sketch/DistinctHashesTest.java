package io.sluice.planner.sketch;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.planner.function.SketchFunctions;
import io.sluice.planner.function.Utf8;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DistinctHashesTest {
    private static DistinctHashes of(Iterable<Long> hashes) {
        DistinctHashes all = new DistinctHashes();
        hashes.forEach(all::add);
        return all;
    }

    private static List<Long> hashes(int count) {
        List<Long> hashes = new ArrayList<>(List.of(0L, -1L, Long.MIN_VALUE));
        for (long i = 1; hashes.size() < count; i++) {
            hashes.add(SketchFunctions.ofLong(i));
        }
        return hashes.subList(0, count);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 7, 8, 100, 511, 512})
    void fewAreCountedExactly(int count) {
        List<Long> twice = new ArrayList<>(hashes(count));
        twice.addAll(hashes(count));
        assertThat(of(twice).estimate()).isEqualTo(Set.copyOf(twice).size());
    }

    @ParameterizedTest
    @ValueSource(ints = {520, 2_000, 50_000, 1_000_000})
    void manyAreCountedWithinFourStandardErrors(int count) {
        assertThat((double) of(hashes(count)).estimate() / count - 1)
                .isBetween(-4 * ApproximateCountDistinct.STANDARD_ERROR, 4 * ApproximateCountDistinct.STANDARD_ERROR);
    }

    /** In any order and any parts, with parts written and read, and some of them already sketches. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 300, 512, 513, 700, 5_000})
    void stateIsAFunctionOfTheSet(int count) {
        Random random = new Random(count);
        List<Long> hashes = new ArrayList<>(hashes(count));
        byte[] expected = of(hashes).toBytes();
        for (int round = 0; round < 20; round++) {
            Collections.shuffle(hashes, random);
            List<DistinctHashes> parts = new ArrayList<>();
            for (int part = random.nextInt(6); part >= 0; part--) {
                parts.add(new DistinctHashes());
            }
            hashes.forEach(hash -> parts.get(random.nextInt(parts.size())).add(hash));
            hashes.stream().limit(count / 2).forEach(parts.get(0)::add);
            DistinctHashes all = new DistinctHashes();
            for (DistinctHashes part : parts) {
                byte[] bytes = part.toBytes();
                if (random.nextBoolean()) {
                    all = DistinctHashes.of(all.toBytes());
                }
                all.merge(random.nextBoolean() ? part : DistinctHashes.of(bytes));
                assertThat(part.toBytes()).isEqualTo(bytes);
            }
            assertThat(all.toBytes()).isEqualTo(expected);
            assertThat(all.estimate()).isEqualTo(of(hashes).estimate());
        }
    }

    @Test
    void stateIsAtMostFourKibibytes() {
        assertThat(of(hashes(512)).toBytes()).hasSize(4097);
        assertThat(of(hashes(513)).toBytes()).hasSize(4097);
    }

    @Test
    void hashesOfIntegersDiffer() {
        Set<Long> seen = new HashSet<>();
        for (long i = -50_000; i < 50_000; i++) {
            assertThat(seen.add(SketchFunctions.ofLong(i))).isTrue();
        }
    }

    /** Checkpoints have them. */
    @Test
    void hashesAreFrozen() {
        assertThat(SketchFunctions.ofLong(42)).isEqualTo(-9148929187392628276L);
        assertThat(SketchFunctions.ofDouble(-0.0))
                .isEqualTo(SketchFunctions.ofDouble(0.0))
                .isEqualTo(0);
        assertThat(SketchFunctions.ofBytes(Utf8.of("sluice"))).isEqualTo(-2447662001634722404L);
    }
}
