package io.sluice.runtime.loop;

import io.sluice.checkpoint.BatchCommit;
import io.sluice.checkpoint.BatchIntent;
import io.sluice.planner.Bootstrap;
import io.sluice.planner.plan.PlanNode;
import io.sluice.runtime.execution.BatchInput;
import io.sluice.runtime.execution.EventTimes;
import io.sluice.sources.Offset;
import io.sluice.sources.OffsetRange;
import io.sluice.sources.ReadLimit;
import io.sluice.sources.Rereading;
import io.sluice.sources.Source;
import io.sluice.sources.SourceException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.LongFunction;

/**
 * The batches in which the rows that were read before are read once more, and no others.
 *
 * @param batches at least one
 * @param ends for each of them the watermarks at its end, where it must have those of then; else empty
 * @param extents how much is read, by source
 */
public record RowsAgain(
        List<BatchInput> batches, List<Map<String, Map<String, Long>>> ends, Map<String, String> extents) {
    public RowsAgain {
        batches = List.copyOf(batches);
        ends = List.copyOf(ends);
        extents = Map.copyOf(extents);
    }

    /**
     * Fails, as a source does, if they cannot be read again.
     *
     * @param sources those of the bootstrap, with their memories
     * @param outputs of the query that goes on
     * @param last the last commit
     * @param intents what batches were to read, while the logs keep it
     */
    public static RowsAgain of(
            Bootstrap bootstrap,
            Map<String, Source> sources,
            List<PlanNode.Write> outputs,
            BatchCommit last,
            LongFunction<Optional<BatchIntent>> intents) {
        Map<String, Rereading> readings = new TreeMap<>();
        sources.forEach((name, source) -> Optional.ofNullable(last.offsets().get(name))
                .ifPresent(offset -> readings.put(name, source.again(new Offset(offset), ReadLimit.DEFAULT))));
        Map<String, String> extents = new HashMap<>();
        readings.forEach((name, reading) -> extents.put(name, reading.extent()));
        return bootstrap.byBatch().isPresent()
                ? asTheyWere(bootstrap.byBatch().get(), sources.keySet(), last, intents, extents)
                : inPortions(bootstrap, outputs, last, readings, extents);
    }

    /** The watermarks stand where they stood at last: nothing of a window that is closed comes in, and nothing else is late. */
    private static RowsAgain inPortions(
            Bootstrap bootstrap,
            List<PlanNode.Write> outputs,
            BatchCommit last,
            Map<String, Rereading> readings,
            Map<String, String> extents) {
        EventTimes times = new WatermarkTracker(
                        bootstrap.query().bounded(), WatermarkTracker.rules(outputs), Optional.of(last))
                .committed();
        int count = readings.values().stream()
                .mapToInt(reading -> reading.ranges().size())
                .max()
                .orElse(0);
        List<BatchInput> batches = new ArrayList<>();
        for (int batch = 0; batch < Math.max(1, count); batch++) {
            Map<String, OffsetRange> ranges = new HashMap<>();
            for (Map.Entry<String, Rereading> reading : readings.entrySet()) {
                if (batch < reading.getValue().ranges().size()) {
                    ranges.put(reading.getKey(), reading.getValue().ranges().get(batch));
                }
            }
            batches.add(new BatchInput(batch, ranges, times, 0, false));
        }
        return new RowsAgain(batches, List.of(), extents);
    }

    private static RowsAgain asTheyWere(
            String reason,
            Set<String> sources,
            BatchCommit last,
            LongFunction<Optional<BatchIntent>> intents,
            Map<String, String> extents) {
        List<BatchInput> batches = new ArrayList<>();
        List<Map<String, Map<String, Long>>> ends = new ArrayList<>();
        for (long batch = 0; batch <= last.batch(); batch++) {
            long number = batch;
            BatchIntent intent = intents.apply(batch)
                    .orElseThrow(() -> new SourceException(
                            "cannot read the rows again as they were read, in the batches of then, which is necessary, as %s: of batch %d the logs do not tell any more what it has read"
                                    .formatted(reason, number),
                            "'checkpoint.min-batches-to-retain' says how many batches stay in the logs."));
            Map<String, OffsetRange> ranges = new HashMap<>(Inputs.ranges(intent));
            ranges.keySet().retainAll(sources);
            batches.add(new BatchInput(
                    batch,
                    ranges,
                    new EventTimes(intent.watermarks(), intent.idle(), intent.operators()),
                    intent.batchTimeMicros(),
                    intent.endOfInput()));
            if (batch > 0) {
                ends.add(only(intent.watermarks(), sources));
            }
        }
        ends.add(only(last.watermarks(), sources));
        return new RowsAgain(batches, ends, extents);
    }

    static Map<String, Map<String, Long>> only(Map<String, Map<String, Long>> watermarks, Set<String> sources) {
        Map<String, Map<String, Long>> some = new TreeMap<>(watermarks);
        some.keySet().retainAll(sources);
        return some;
    }
}
