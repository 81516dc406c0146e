package io.sluice.runtime.state;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.planner.plan.WindowSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class WindowTimesTest {
    private static List<Long> open(WindowTimes times, long pane, long watermark) {
        List<Long> windows = new ArrayList<>();
        times.forEachOpen(pane, watermark, windows::add);
        return windows;
    }

    @Test
    void aPaneIsInAllWindowsThatCoverIt() {
        WindowTimes times = new WindowTimes(new WindowSpec(30, 20, 0), false);
        assertThat(times.pane()).isEqualTo(10);
        assertThat(open(times, 20, Long.MIN_VALUE)).containsExactly(20L, 0L);
        assertThat(open(times, 30, Long.MIN_VALUE)).containsExactly(20L);
        assertThat(open(times, -10, Long.MIN_VALUE)).containsExactly(-20L);
    }

    @Test
    void aPaneInAGapIsInNoWindow() {
        WindowTimes times = new WindowTimes(new WindowSpec(20, 30, 0), false);
        assertThat(open(times, 10, Long.MIN_VALUE)).containsExactly(0L);
        assertThat(open(times, 20, Long.MIN_VALUE)).isEmpty();
    }

    @Test
    void closedWindowsTakeNothing() {
        WindowTimes times = new WindowTimes(new WindowSpec(30, 20, 0), false);
        assertThat(open(times, 20, 29)).containsExactly(20L, 0L);
        assertThat(open(times, 20, 30)).containsExactly(20L);
        assertThat(open(times, 20, 50)).isEmpty();
        assertThat(open(times, 20, Long.MAX_VALUE)).isEmpty();
    }

    @Test
    void anAssignedPaneIsItsWindow() {
        WindowTimes times = new WindowTimes(new WindowSpec(30, 20, 0), true);
        assertThat(open(times, 20, Long.MIN_VALUE)).containsExactly(20L);
        assertThat(open(times, 20, 50)).isEmpty();
    }

    @Test
    void cumulativeWindowsEndOneStepAfterTheOther() {
        WindowSpec spec = new WindowSpec(WindowSpec.Kind.CUMULATIVE, 30, 10, 35, Optional.empty());
        WindowTimes times = new WindowTimes(spec, false);
        assertThat(times.pane()).isEqualTo(10);
        assertThat(open(times, 5, Long.MIN_VALUE)).containsExactly(25L, 15L, 5L);
        assertThat(open(times, 25, Long.MIN_VALUE)).containsExactly(25L);
        assertThat(open(times, -15, 5)).isEmpty();
        assertThat(open(times, 5, 15)).containsExactly(25L, 15L);
        assertThat(times.firstEnd(5, 15)).isEqualTo(25);
        assertThat(times.startOf(15)).isEqualTo(5);
        assertThat(times.endOf(15)).isEqualTo(25);
        assertThat(times.startOf(-5)).isEqualTo(-25);
    }

    @Test
    void anAssignedCumulativeWindowIsToldByItsEnd() {
        WindowTimes times =
                new WindowTimes(new WindowSpec(WindowSpec.Kind.CUMULATIVE, 30, 10, 0, Optional.empty()), true);
        long window = 50 + times.assignedShift();
        assertThat(times.startOf(window)).isEqualTo(30);
        assertThat(times.endOf(window)).isEqualTo(50);
        assertThat(open(times, window, 49)).containsExactly(window);
        assertThat(open(times, window, 50)).isEmpty();
    }

    @Test
    void theLastInstantIsCutToThePrecision() {
        assertThat(WindowTimes.lastInstant(3_600_000_000L, 6)).isEqualTo(3_599_999_999L);
        assertThat(WindowTimes.lastInstant(3_600_000_000L, 3)).isEqualTo(3_599_999_000L);
        assertThat(WindowTimes.lastInstant(3_600_000_000L, 0)).isEqualTo(3_599_000_000L);
    }
}
