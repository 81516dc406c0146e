package io.sluice.runtime.execution;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.planner.plan.Emission;
import io.sluice.planner.plan.WindowSpec;
import io.sluice.sinks.RowKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class AggregateTest {
    private static final Optional<WindowSpec> TUMBLE = Optional.of(new WindowSpec(20, 20, 3));
    private static final Optional<WindowSpec> HOP = Optional.of(new WindowSpec(30, 20, 0));
    private static final Optional<WindowSpec> GAPS = Optional.of(new WindowSpec(20, 30, 0));
    private static final List<Integer> NAME_AND_CODE = List.of(1, 2);

    @ParameterizedTest
    @EnumSource(Emission.Mode.class)
    void tumblingWindowsAgreeWithTheReference(Emission.Mode mode) {
        check(TUMBLE, NAME_AND_CODE, mode, 1);
    }

    @ParameterizedTest
    @EnumSource(Emission.Mode.class)
    void hoppingWindowsAgreeWithTheReference(Emission.Mode mode) {
        check(HOP, NAME_AND_CODE, mode, 2);
    }

    @ParameterizedTest
    @EnumSource(Emission.Mode.class)
    void windowsWithGapsAgreeWithTheReference(Emission.Mode mode) {
        check(GAPS, List.of(1), mode, 3);
    }

    @ParameterizedTest
    @EnumSource(Emission.Mode.class)
    void windowsWithoutKeysAgreeWithTheReference(Emission.Mode mode) {
        check(HOP, List.of(), mode, 4);
    }

    @ParameterizedTest
    @EnumSource(Emission.Mode.class)
    void groupsForEverAgreeWithTheReference(Emission.Mode mode) {
        check(Optional.empty(), NAME_AND_CODE, mode, 5);
    }

    @ParameterizedTest
    @EnumSource(Emission.Mode.class)
    void oneGroupForAllAgreesWithTheReference(Emission.Mode mode) {
        check(Optional.empty(), List.of(), mode, 6);
    }

    @ParameterizedTest
    @EnumSource(Emission.Mode.class)
    void keysOfEveryTypeAgreeWithTheReference(Emission.Mode mode) {
        check(TUMBLE, List.of(4, 5, 7, 8, 3, 6), mode, 7);
    }

    private static void check(Optional<WindowSpec> window, List<Integer> keys, Emission.Mode mode, long seed) {
        List<List<RowSource.Piece>> batches = batches(new Random(seed), 10, 40, 500);
        checkRun(window, keys, mode, batches, 1, false, true);
        checkRun(window, keys, mode, batches, 2, false, false);
        checkRun(window, keys, mode, batches, 8, true, true);
        checkRun(window, keys, mode, batches, 1, true, false);
        List<List<RowSource.Piece>> single = batches(new Random(seed + 100), 50, 1, 500);
        checkRun(window, keys, mode, single, 1, false, true);
        checkRun(window, keys, mode, single, 2, true, false);
    }

    private static void checkRun(
            Optional<WindowSpec> window,
            List<Integer> keys,
            Emission.Mode mode,
            List<List<RowSource.Piece>> batches,
            int threads,
            boolean restarts,
            boolean dictionaries) {
        Reference reference = new Reference(window, keys, mode, Sample.DELAY);
        var query = Plans.query(Sample.plan(window, keys, mode, List.of()), false, "t");
        try (Job job = new Job(query, Map.of("t", Sample.COLUMNS), threads, dictionaries, false)) {
            for (List<RowSource.Piece> batch : batches) {
                List<RowSink.Change> expected = reference.run(batch, false);
                List<RowSink.Change> actual = job.run(Map.of("t", batch), false);
                assertThat(actual).containsExactlyInAnyOrderElementsOf(expected);
                assertThat(job.last().counts().lateRows().getOrDefault("aggregate-1", 0L))
                        .isEqualTo(reference.lateRows());
                if (restarts) {
                    job.restart();
                }
            }
            assertThat(job.run(Map.of(), true)).containsExactlyInAnyOrderElementsOf(reference.run(List.of(), true));
        }
    }

    private static List<List<RowSource.Piece>> batches(Random random, int count, int rows, long span) {
        List<List<RowSource.Piece>> batches = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            List<RowSource.Piece> pieces = new ArrayList<>();
            int splits = rows == 1 ? 1 : random.nextInt(4);
            for (int split = 0; split < splits; split++) {
                int size = rows == 1 ? 1 : random.nextInt(rows);
                pieces.add(new RowSource.Piece("p" + split % 2, Sample.rows(random, size, i * span / count)));
            }
            batches.add(pieces);
        }
        return batches;
    }

    @Test
    void resultsComeInTheSameOrderWithAnyNumberOfThreads() {
        List<List<RowSource.Piece>> batches = batches(new Random(11), 6, 500, 60);
        List<List<RowSink.Change>> one = run(batches, 1);
        assertThat(run(batches, 2)).isEqualTo(one);
        assertThat(run(batches, 8)).isEqualTo(one);
        assertThat(one.stream().mapToInt(List::size).sum()).isGreaterThan(100);
    }

    private static List<List<RowSink.Change>> run(List<List<RowSource.Piece>> batches, int threads) {
        var query = Plans.query(Sample.plan(HOP, NAME_AND_CODE, Emission.Mode.CHANGELOG, List.of()), false, "t");
        List<List<RowSink.Change>> all = new ArrayList<>();
        try (Job job = new Job(query, Map.of("t", Sample.COLUMNS), threads, true, false)) {
            batches.forEach(batch -> all.add(job.run(Map.of("t", batch), false)));
        }
        return all;
    }

    @Test
    void anOldRowComesRightBeforeTheNewOne() {
        List<RowSink.Change> changes = run(batches(new Random(12), 6, 500, 60), 2).stream()
                .flatMap(List::stream)
                .toList();
        int pairs = 0;
        for (int i = 0; i < changes.size(); i++) {
            if (changes.get(i).kind() == RowKind.UPDATE_BEFORE) {
                pairs++;
                assertThat(changes.get(i + 1).kind()).isEqualTo(RowKind.UPDATE_AFTER);
                assertThat(changes.get(i + 1).row().subList(0, 4))
                        .isEqualTo(changes.get(i).row().subList(0, 4));
            }
        }
        assertThat(pairs).isGreaterThan(20);
    }
}
