package io.sluice.runtime.loop;

import io.sluice.checkpoint.PackedRows;
import io.sluice.checkpoint.StateDelta;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.vector.VectorSchemaRoot;

/** Deltas of a batch that stay while the next one runs. Those that were packed are shared, not copied. */
final class HeldDeltas implements AutoCloseable {
    private final List<StateDelta> deltas = new ArrayList<>();

    HeldDeltas(List<StateDelta> of) {
        try {
            of.forEach(this::hold);
        } catch (RuntimeException | Error e) {
            close();
            throw e;
        }
    }

    private void hold(StateDelta delta) {
        List<PackedRows> packed = new ArrayList<>();
        VectorSchemaRoot none = VectorSchemaRoot.create(
                delta.rows().getSchema(), delta.rows().getVector(0).getAllocator());
        try {
            delta.packed().forEach(each -> packed.add(each.share()));
            if (delta.rows().getRowCount() > 0) {
                packed.add(PackedRows.of(delta.rows()));
            }
        } catch (RuntimeException | Error e) {
            packed.forEach(PackedRows::close);
            none.close();
            throw e;
        }
        deltas.add(new StateDelta(delta.table(), packed, none));
    }

    List<StateDelta> deltas() {
        return deltas;
    }

    @Override
    public void close() {
        for (StateDelta delta : deltas) {
            delta.packed().forEach(PackedRows::close);
            delta.rows().close();
        }
        deltas.clear();
    }
}
