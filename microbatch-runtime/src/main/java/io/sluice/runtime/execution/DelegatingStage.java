package io.sluice.runtime.execution;

import static java.util.Objects.requireNonNull;

import io.sluice.checkpoint.StateDelta;
import io.sluice.checkpoint.StateTable;
import io.sluice.checkpoint.StoredPieces;
import io.sluice.planner.plan.Watermark;
import java.util.List;
import java.util.OptionalLong;

/** All of another stage but when it runs. */
abstract class DelegatingStage implements Stage {
    private final Stage stage;

    DelegatingStage(Stage stage) {
        this.stage = requireNonNull(stage, "stage");
    }

    @Override
    public String uid() {
        return stage.uid();
    }

    @Override
    public List<Watermark> watermarks() {
        return stage.watermarks();
    }

    @Override
    public boolean remembers(Watermark watermark) {
        return stage.remembers(watermark);
    }

    @Override
    public void resume(long[] watermarks) {
        stage.resume(watermarks);
    }

    @Override
    public void resumeClock(long reached) {
        stage.resumeClock(reached);
    }

    @Override
    public boolean hasClock() {
        return stage.hasClock();
    }

    @Override
    public void begin(long batch, long[] watermarks, long clock) {
        stage.begin(batch, watermarks, clock);
    }

    @Override
    public boolean isStateful() {
        return stage.isStateful();
    }

    @Override
    public List<StateTable> tables() {
        return stage.tables();
    }

    @Override
    public void restore(StateTable table, StoredPieces rows, WorkerPool pool) {
        stage.restore(table, rows, pool);
    }

    @Override
    public List<Pages> pages() {
        return stage.pages();
    }

    @Override
    public void useMemory(StateMemory memory) {
        stage.useMemory(memory);
    }

    @Override
    public List<StateDelta> deltas() {
        return stage.deltas();
    }

    @Override
    public Held held() {
        return stage.held();
    }

    @Override
    public OptionalLong nextEnd(int watermark) {
        return stage.nextEnd(watermark);
    }

    @Override
    public OptionalLong nextTime() {
        return stage.nextTime();
    }

    @Override
    public boolean isDue(boolean endOfInput) {
        return stage.isDue(endOfInput);
    }

    @Override
    public boolean isSatisfied() {
        return stage.isSatisfied();
    }

    @Override
    public void close() {
        stage.close();
    }
}
