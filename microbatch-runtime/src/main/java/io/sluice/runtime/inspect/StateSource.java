package io.sluice.runtime.inspect;

import static java.util.Objects.requireNonNull;

import io.sluice.planner.plan.DataType;
import io.sluice.sources.Offset;
import io.sluice.sources.OffsetRange;
import io.sluice.sources.ReadLimit;
import io.sluice.sources.Rereading;
import io.sluice.sources.Scan;
import io.sluice.sources.Source;
import io.sluice.sources.SourceTable;
import io.sluice.sources.Split;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.apache.arrow.vector.types.pojo.Field;

/** The rows of a state table as of a batch. It can be replayed while the checkpoint keeps that batch. */
final class StateSource implements Source {
    private final SourceTable table;
    private final StateSourceOptions options;
    private final Offset end;

    StateSource(SourceTable table, StateSourceOptions options) {
        this.table = requireNonNull(table, "table");
        this.options = requireNonNull(options, "options");
        this.end = new Offset("{\"batch\":%d}".formatted(options.batch()));
    }

    @Override
    public Optional<Offset> next(Optional<Offset> start, ReadLimit limit) {
        return start.isPresent() ? Optional.empty() : Optional.of(end);
    }

    @Override
    public Optional<Offset> latest() {
        return Optional.of(end);
    }

    @Override
    public void freeze() {}

    @Override
    public void freeze(Offset pinned) {}

    @Override
    public Optional<Offset> end(Optional<Offset> position) {
        return latest();
    }

    @Override
    public boolean isExhausted(Optional<Offset> position) {
        return position.isPresent();
    }

    @Override
    public List<Split> splits(OffsetRange range, Scan scan) {
        List<Field> fields = table.schema().getFields();
        List<DataType> types =
                scan.columns().stream().map(i -> DataType.of(fields.get(i))).toList();
        return List.of(new StateSplit(options, scan.columns(), types));
    }

    @Override
    public Rereading again(Offset through, ReadLimit limit) {
        return Rereading.whole(through, "the state as of batch %d".formatted(options.batch()));
    }

    @Override
    public void release(Offset position) {}

    @Override
    public Optional<Duration> pollInterval() {
        return Optional.empty();
    }

    @Override
    public String description() {
        return "StateSource[%s of %s]".formatted(options.table(), options.checkpoint());
    }

    @Override
    public void close() {}
}
