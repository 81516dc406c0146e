package io.sluice.engine.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.checkpoint.BatchCommit;
import io.sluice.checkpoint.Checkpoint;
import io.sluice.checkpoint.CheckpointException;
import io.sluice.checkpoint.CheckpointOptions;
import io.sluice.checkpoint.CheckpointReader;
import io.sluice.checkpoint.QueryMetadata;
import io.sluice.sinks.Repetition;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;

/**
 * What taking a checkpoint back to a batch would do.
 *
 * @param lastBatch that is committed now
 * @param planned how many of the batches that are undone are run again as they were planned; those after them are planned anew
 * @param sinks what each one has got since, by name
 */
record RewindPlan(Path checkpoint, long toBatch, long lastBatch, int planned, Map<String, Output> sinks) {
    /** @param batches since, with output for the sink */
    record Output(String connector, Repetition repetition, int batches, long rows) {
        boolean isEmpty() {
            return batches == 0 && rows == 0;
        }
    }

    /** Fails if the state of the batch is not kept. */
    static RewindPlan of(Path checkpoint, long toBatch) {
        return CheckpointReader.look(checkpoint, reader -> of(reader, toBatch));
    }

    private static RewindPlan of(CheckpointReader reader, long toBatch) {
        long last = reader.lastBatch();
        List<Long> kept = reader.keptBatches();
        if (!kept.contains(toBatch)) {
            throw new CheckpointException(
                    CheckpointException.Kind.MISMATCH,
                    "cannot take checkpoint %s back to batch %d: expected a batch whose state is kept, from %d to %d"
                            .formatted(reader.directory(), toBatch, kept.isEmpty() ? last : kept.get(0), last),
                    "'checkpoint.min-batches-to-retain' says how many are kept.",
                    null);
        }
        reader.requireSameColumns(toBatch);
        List<BatchCommit> undone = reader.commits().stream()
                .filter(commit -> commit.batch() > toBatch)
                .toList();
        return new RewindPlan(
                reader.directory(),
                toBatch,
                last,
                Math.min(undone.size(), reader.plannedAfter(toBatch)),
                outputs(reader.metadata(), undone));
    }

    private static Map<String, Output> outputs(Optional<QueryMetadata> metadata, List<BatchCommit> undone) {
        JsonNode kinds = metadata.map(QueryMetadata::plan)
                .<JsonNode>map(plan -> plan.path("sinks"))
                .orElse(com.fasterxml.jackson.databind.node.MissingNode.getInstance());
        Map<String, Output> outputs = new TreeMap<>();
        for (BatchCommit commit : undone) {
            commit.receipts().forEach((sink, receipt) -> {
                long rows = commit.counts().getOrDefault("rowsWritten." + sink, 0L);
                Output before = outputs.getOrDefault(sink, output(kinds.path(sink)));
                boolean wrote = rows > 0 || receipt.length > 0;
                outputs.put(
                        sink,
                        new Output(
                                before.connector(),
                                before.repetition(),
                                before.batches() + (wrote ? 1 : 0),
                                before.rows() + rows));
            });
        }
        return outputs;
    }

    /** Of what an older version has started, nothing is known. */
    private static Output output(JsonNode kind) {
        return new Output(
                kind.path("connector").asText("unknown"),
                Repetition.valueOf(kind.path("repetition").asText(Repetition.ADDS.name())),
                0,
                0);
    }

    /** A sink does not start with an older checkpoint. */
    boolean isRefused() {
        return has(Repetition.REFUSED);
    }

    boolean showsRowsTwice() {
        return has(Repetition.ADDS);
    }

    private boolean has(Repetition repetition) {
        return sinks.values().stream().anyMatch(sink -> sink.repetition() == repetition && !sink.isEmpty());
    }

    String text() {
        List<String> lines = new ArrayList<>();
        long undone = lastBatch - toBatch;
        lines.add("%s: from batch %d back to batch %d".formatted(checkpoint, lastBatch, toBatch));
        if (undone == 0) {
            lines.add("  nothing is undone");
        } else {
            lines.add("  state, offsets and watermarks are those at the end of batch %d".formatted(toBatch));
            lines.add(
                    planned == undone
                            ? "  %d batches are run again as they were planned: over the same input, at the same times"
                                    .formatted(undone)
                            : "  of %d batches %d are run again as they were planned; what comes then is planned anew"
                                    .formatted(undone, planned));
        }
        sinks.forEach(
                (name, sink) -> lines.add("  table \"%s\" ('%s'): %s".formatted(name, sink.connector(), effect(sink))));
        return String.join("\n", lines) + "\n";
    }

    private String effect(Output sink) {
        if (sink.isEmpty()) {
            return "has got nothing since";
        }
        String got = "has got %d row%s in %d batch%s since; "
                .formatted(sink.rows(), sink.rows() == 1 ? "" : "s", sink.batches(), sink.batches() == 1 ? "" : "es");
        return got
                + switch (sink.repetition()) {
                    case REPLACES -> planned == lastBatch - toBatch
                            ? "each batch replaces its output: with the same query every row is seen once, all the time;"
                                    + " with a changed one the new rows take the place of the old ones, batch by batch"
                            : "batches that are planned anew may have their rows in other files than before: remove the files"
                                    + " of the batches after %d before the start".formatted(toBatch + planned);
                    case ADDS -> "they come again, and are seen twice";
                    case REFUSED -> "it has put batches together, and does not start with an older checkpoint; use a new"
                            + " checkpoint and another 'path'";
                };
    }

    /**
     * Takes the checkpoint back.
     *
     * @param address of what the directory is a copy of
     */
    void run(Optional<URI> address) {
        CheckpointOptions defaults = CheckpointOptions.DEFAULT;
        CheckpointOptions options = new CheckpointOptions(
                defaults.minBatchesToRetain(),
                defaults.inlineBytes(),
                defaults.snapshotBatches(),
                defaults.background(),
                defaults.durable(),
                address,
                false);
        try (BufferAllocator allocator = new RootAllocator()) {
            Checkpoint.rewind(checkpoint, toBatch, options, allocator);
        }
    }
}
