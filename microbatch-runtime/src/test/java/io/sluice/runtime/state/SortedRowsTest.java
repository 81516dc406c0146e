package io.sluice.runtime.state;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SortedRowsTest {
    private static final int ROWS = 6000;

    /** Against a sorted list; the values of slots are drawn at random, and equal ones go by their slots. */
    @Test
    void slotsLieInOrderWhileTheyComeAndGo() {
        Random random = new Random(5);
        int[] values = random.ints(ROWS, 0, 1000).toArray();
        SortedRows.Order order = (left, right) ->
                values[left] != values[right] ? Integer.compare(values[left], values[right]) : left - right;
        SortedRows sorted = new SortedRows();
        List<Integer> expected = new ArrayList<>();
        List<Integer> out = new ArrayList<>();
        for (int slot = 0; slot < ROWS; slot++) {
            out.add(slot);
        }
        for (int step = 0; step < 20_000; step++) {
            boolean add = expected.isEmpty() || !out.isEmpty() && random.nextInt(10) < (step < 12_000 ? 7 : 2);
            if (add) {
                int slot = out.remove(random.nextInt(out.size()));
                int place = -1 - Collections.binarySearch(expected, slot, order(order));
                assertThat(sorted.placeOf(slot, order)).isEqualTo(place);
                assertThat(sorted.add(slot, order)).isEqualTo(place);
                expected.add(place, slot);
            } else {
                int place = random.nextInt(expected.size());
                int slot = expected.remove(place);
                assertThat(sorted.remove(slot, order)).isEqualTo(place);
                out.add(slot);
            }
            if (step % 500 == 0) {
                check(sorted, expected, random);
            }
        }
        check(sorted, expected, random);
    }

    private static Comparator<Integer> order(SortedRows.Order order) {
        return order::compare;
    }

    private static void check(SortedRows sorted, List<Integer> expected, Random random) {
        assertThat(sorted.size()).isEqualTo(expected.size());
        int[] all = new int[ROWS];
        int first = expected.isEmpty() ? 0 : random.nextInt(expected.size());
        int copied = sorted.copy(first, ROWS, all);
        assertThat(copied).isEqualTo(expected.size() - first);
        for (int i = 0; i < copied; i++) {
            assertThat(all[i]).isEqualTo(expected.get(first + i));
        }
        if (!expected.isEmpty()) {
            assertThat(sorted.get(first)).isEqualTo(expected.get(first));
        }
    }
}
