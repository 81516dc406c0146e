package io.sluice.runtime.operator;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.planner.plan.AggregateCall;
import io.sluice.planner.plan.DataType;
import io.sluice.planner.plan.TypeKind;
import io.sluice.runtime.state.GroupLayout;
import io.sluice.runtime.state.GroupPiece;
import io.sluice.runtime.state.GroupTable;
import io.sluice.runtime.state.KeyHash;
import io.sluice.runtime.state.Parallel;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

/** Which splits of a batch come to be one piece. */
class LocalTablesTest {
    private static final DataType COUNTED = DataType.of(TypeKind.BIGINT, false);
    private static final DataType DOUBLE = DataType.of(TypeKind.DOUBLE, true);

    private static GroupLayout layout(AggregateCall.Function function, DataType type) {
        AggregateCall call = new AggregateCall(function, OptionalInt.of(0), OptionalInt.empty(), type);
        return new GroupLayout(List.of(COUNTED), List.of(call), List.of(type), false);
    }

    private static LocalTables tables(GroupLayout layout, boolean once) {
        return new LocalTables(layout, List.of(), LocalTables.mayJoinSplits(layout, List.of(), once));
    }

    /** A split with some keys side by side. */
    private static void fold(LocalTables tables, int order, int firstKey, int keys) {
        GroupTable table = tables.borrow();
        for (long key = firstKey; key < firstKey + keys; key++) {
            table.findOrInsert(KeyHash.combine(KeyHash.SEED, key), new long[] {key});
        }
        table.folded(keys);
        tables.add(order, table);
    }

    private static List<Integer> sizes(LocalTables tables) {
        List<GroupPiece> pieces = tables.take(Parallel.ONE_BY_ONE);
        return pieces.stream().map(piece -> piece.ordinals().length).toList();
    }

    @Test
    void aTableGoesOnAsLongAsItsKeysComeAgain() {
        LocalTables tables = tables(layout(AggregateCall.Function.SUM, COUNTED), false);
        fold(tables, 0, 0, 100);
        fold(tables, 1, 50, 100);
        fold(tables, 2, 0, 150);

        assertThat(sizes(tables)).containsExactly(150);
        assertThat(sizes(tables)).isEmpty();
    }

    @Test
    void aTableOfOtherKeysIsHandedOn() {
        LocalTables tables = tables(layout(AggregateCall.Function.SUM, COUNTED), false);
        fold(tables, 0, 0, 100);
        fold(tables, 1, 100, 100);
        fold(tables, 2, 200, 100);

        assertThat(sizes(tables)).containsExactly(200, 100);
    }

    @Test
    void sumsOfDoublesKeepTheOrderOfSplitsUnlessTheyAreSentOnce() {
        GroupLayout layout = layout(AggregateCall.Function.SUM, DOUBLE);
        LocalTables ordered = tables(layout, false);
        LocalTables once = tables(layout, true);
        for (LocalTables each : List.of(ordered, once)) {
            fold(each, 1, 0, 100);
            fold(each, 0, 0, 50);
        }

        assertThat(sizes(ordered)).containsExactly(50, 100);
        assertThat(sizes(once)).containsExactly(100);
    }
}
