package io.sluice.runtime.loop;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.checkpoint.BatchCommit;
import io.sluice.checkpoint.BatchIntent;
import io.sluice.planner.plan.WatermarkRules;
import io.sluice.planner.plan.WatermarkRules.NullTime;
import io.sluice.runtime.execution.BatchCounts;
import io.sluice.runtime.execution.BatchResult;
import io.sluice.runtime.execution.EventTimes;
import io.sluice.runtime.execution.Watermarks;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Two partitions of a source that are idle after 10. */
class WatermarkTrackerTest {
    private static final Map<String, WatermarkRules> RULES = Map.of(
            "t", new WatermarkRules(NullTime.DROP, OptionalLong.of(10), OptionalLong.empty(), OptionalLong.empty()));

    private final WatermarkTracker tracker = new WatermarkTracker(false, RULES, Optional.empty());

    private static void rows(WatermarkTracker tracker, long time, Map<String, Long> watermarks) {
        EventTimes start = tracker.at(time);
        BatchIntent intent = new BatchIntent(
                0, Map.of(), start.watermarks(), time, false, start.idle(), start.operators(), Map.of());
        tracker.observe(
                intent,
                new BatchResult(
                        Map.of("t", watermarks),
                        Map.of("t", watermarks.keySet()),
                        Map.of(),
                        Map.of(),
                        List.of(),
                        counts()));
    }

    private static BatchCounts counts() {
        Map<String, Long> none = Map.of();
        return new BatchCounts(
                none,
                none,
                none,
                none,
                none,
                none,
                none,
                none,
                none,
                none,
                none,
                none,
                OptionalDouble.empty(),
                Map.of(),
                Map.of());
    }

    private static long watermark(EventTimes times) {
        return Watermarks.ofSource("t", times.watermarks());
    }

    @Test
    void aSilentPartitionHoldsTheWatermarkUntilItIsIdle() {
        rows(tracker, 100, Map.of("a", 5L, "b", 7L));
        rows(tracker, 105, Map.of("b", 9L));
        assertThat(watermark(tracker.at(109))).isEqualTo(5);
        assertThat(tracker.at(109).idle()).isEmpty();
        assertThat(tracker.at(110).idle()).isEqualTo(Map.of("t", Set.of("a")));
        assertThat(watermark(tracker.at(110))).isEqualTo(9);
        assertThat(Watermarks.isIdle("t", tracker.at(110))).isFalse();
    }

    @Test
    void whoWakesUpStartsFromWhereItsSourceIs() {
        rows(tracker, 100, Map.of("a", 5L, "b", 9L));
        rows(tracker, 105, Map.of("b", 9L));
        rows(tracker, 112, Map.of("a", 9L));
        assertThat(tracker.current()).isEqualTo(Map.of("t", Map.of("a", 9L, "b", 9L)));
        assertThat(tracker.at(112).idle()).isEmpty();
    }

    @Test
    void whereAllAreIdleNothingMoves() {
        rows(tracker, 100, Map.of("a", 5L, "b", 9L));
        assertThat(watermark(tracker.at(110))).isEqualTo(5);
        assertThat(Watermarks.isIdle("t", tracker.at(110))).isTrue();
    }

    @Test
    void aSourceThatNeverGaveRowsIsIdleAfterItsTimeout() {
        assertThat(Watermarks.isIdle("t", tracker.at(100))).isFalse();
        assertThat(tracker.nextIdle(100)).hasValue(110);
        assertThat(Watermarks.isIdle("t", tracker.at(110))).isTrue();
    }

    @Test
    void theLoopNeedsToLookAtEachFlagOnceOnly() {
        rows(tracker, 100, Map.of("a", 5L, "b", 9L));
        rows(tracker, 105, Map.of("b", 9L));
        assertThat(tracker.nextIdle(105)).hasValue(110);
        assertThat(tracker.nextIdle(110)).hasValue(115);
        assertThat(tracker.nextIdle(115)).isEmpty();
    }

    @Test
    void anotherRunGoesOnWithTheSameTimes() {
        rows(tracker, 100, Map.of("a", 5L, "b", 9L));
        rows(tracker, 105, Map.of("b", 9L));
        BatchCommit commit = new BatchCommit(
                1,
                Map.of(),
                tracker.current(),
                Map.of(),
                Map.of(),
                -1,
                false,
                tracker.activity(),
                tracker.operators(),
                Map.of());
        WatermarkTracker other = new WatermarkTracker(false, RULES, Optional.of(commit));
        assertThat(other.at(110)).isEqualTo(tracker.at(110));
        assertThat(other.nextIdle(108)).isEqualTo(tracker.nextIdle(108));
    }
}
