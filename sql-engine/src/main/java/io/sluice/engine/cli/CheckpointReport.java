package io.sluice.engine.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.checkpoint.BatchCommit;
import io.sluice.checkpoint.BatchIntent;
import io.sluice.checkpoint.CheckpointReader;
import io.sluice.checkpoint.QueryMetadata;
import io.sluice.checkpoint.TableSummary;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What {@code sluice checkpoint inspect} prints.
 *
 * @param commits those that are kept, oldest first
 * @param kept the batches that can be gone back to
 * @param intents of the commits, by batch
 * @param tables of the last batch
 */
record CheckpointReport(
        Path directory,
        Optional<QueryMetadata> query,
        long writerEpoch,
        long publishedThrough,
        List<BatchCommit> commits,
        List<Long> kept,
        Map<Long, BatchIntent> intents,
        List<TableSummary> tables) {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final int SHOWN_BATCHES = 10;
    private static final int SHOWN_CHARACTERS = 60;

    static CheckpointReport of(CheckpointReader reader) {
        List<BatchCommit> commits = reader.commits();
        Map<Long, BatchIntent> intents = new TreeMap<>();
        commits.forEach(
                commit -> reader.intent(commit.batch()).ifPresent(intent -> intents.put(commit.batch(), intent)));
        return new CheckpointReport(
                reader.directory(),
                reader.metadata(),
                reader.writerEpoch(),
                reader.publishedThrough(),
                commits,
                reader.keptBatches(),
                intents,
                commits.isEmpty() ? List.of() : reader.summaries(reader.lastBatch()));
    }

    private Optional<BatchCommit> last() {
        return commits.isEmpty() ? Optional.empty() : Optional.of(commits.get(commits.size() - 1));
    }

    private JsonNode operators() {
        return query.map(QueryMetadata::plan)
                .<JsonNode>map(plan -> plan.path("operators"))
                .orElse(MissingNode.getInstance());
    }

    String text() {
        StringBuilder text = new StringBuilder();
        text.append(directory).append('\n');
        line(text, "query", query.map(QueryMetadata::queryId).orElse("none was started yet"));
        line(text, "opened", writerEpoch + (writerEpoch == 1 ? " time" : " times"));
        if (last().isEmpty()) {
            line(text, "batches", "none is committed");
            return text.toString();
        }
        BatchCommit last = last().get();
        line(
                text,
                "batches",
                "%d to %d are in the log, %s can be gone back to%s"
                        .formatted(
                                commits.get(0).batch(),
                                last.batch(),
                                kept.isEmpty() ? "none" : "%d to %d".formatted(kept.get(0), last.batch()),
                                last.finished() ? "; the query has finished" : ""));
        line(
                text,
                "published",
                publishedThrough < 0 ? "nothing that is known to be on the disk" : "through batch " + publishedThrough);
        new TreeMap<>(last.offsets())
                .forEach((source, offset) -> line(text, "source", "%s at %s".formatted(source, offset)));
        new TreeMap<>(last.watermarks())
                .forEach((source, partitions) -> line(text, "watermark", source + " " + watermarks(partitions)));
        text.append('\n');
        table(text, List.of("operator", "kind", "table", "rows", "bytes", "snapshot", "deltas"), tableRows());
        text.append('\n');
        table(text, List.of("batch", "time", "rows read", "rows written", "late"), batchRows());
        if (commits.size() > SHOWN_BATCHES) {
            text.append("(the last %d batches; --json tells all)\n".formatted(SHOWN_BATCHES));
        }
        return text.toString();
    }

    private static void line(StringBuilder text, String name, String value) {
        text.append("  %-10s %s%n".formatted(name, value));
    }

    private static String watermarks(Map<String, Long> partitions) {
        return new TreeMap<>(partitions)
                .entrySet().stream()
                        .map(entry -> (entry.getKey().isEmpty() || partitions.size() == 1 ? "" : entry.getKey() + ": ")
                                + instant(entry.getValue()))
                        .collect(Collectors.joining(", "));
    }

    private static String instant(long micros) {
        return micros == Long.MIN_VALUE
                ? "none"
                : micros == Long.MAX_VALUE
                        ? "the end"
                        : Instant.EPOCH.plus(micros, ChronoUnit.MICROS).toString();
    }

    private List<List<String>> tableRows() {
        List<List<String>> rows = new ArrayList<>();
        for (TableSummary table : tables) {
            String kind = operators()
                    .path(table.uid())
                    .path("kind")
                    .asText(table.uid().startsWith("source") ? "source" : "");
            rows.add(List.of(
                    table.uid(),
                    kind,
                    table.table(),
                    number(table.rows()),
                    number(table.bytes()),
                    table.snapshot().isPresent() ? "through " + table.snapshot().getAsLong() : "none",
                    String.valueOf(table.deltas())));
        }
        return rows;
    }

    private List<List<String>> batchRows() {
        List<List<String>> rows = new ArrayList<>();
        for (BatchCommit commit : commits.subList(Math.max(0, commits.size() - SHOWN_BATCHES), commits.size())) {
            BatchIntent intent = intents.get(commit.batch());
            rows.add(List.of(
                    String.valueOf(commit.batch()),
                    intent == null ? "" : instant(intent.batchTimeMicros()),
                    counts(commit, "rowsRead."),
                    counts(commit, "rowsWritten."),
                    counts(commit, "lateRows.")));
        }
        return rows;
    }

    private static String counts(BatchCommit commit, String prefix) {
        long sum = commit.counts().entrySet().stream()
                .filter(count -> count.getKey().startsWith(prefix))
                .mapToLong(Map.Entry::getValue)
                .sum();
        return number(sum);
    }

    private static String number(long value) {
        return String.format(Locale.ROOT, "%,d", value);
    }

    private static void table(StringBuilder text, List<String> header, List<List<String>> rows) {
        int[] widths = new int[header.size()];
        for (int i = 0; i < widths.length; i++) {
            widths[i] = header.get(i).length();
            for (List<String> row : rows) {
                widths[i] = Math.max(widths[i], shortened(row.get(i)).length());
            }
        }
        row(text, header, widths);
        rows.forEach(row -> row(text, row, widths));
    }

    private static void row(StringBuilder text, List<String> cells, int[] widths) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < widths.length; i++) {
            line.append("  ").append(("%-" + widths[i] + "s").formatted(shortened(cells.get(i))));
        }
        text.append(line.toString().stripTrailing()).append('\n');
    }

    private static String shortened(String text) {
        return text.length() <= SHOWN_CHARACTERS ? text : text.substring(0, SHOWN_CHARACTERS) + "…";
    }

    String json() {
        ObjectNode json = JSON.createObjectNode().put("checkpoint", directory.toString());
        query.ifPresent(metadata -> json.put("queryId", metadata.queryId()));
        json.put("writerEpoch", writerEpoch).put("publishedThrough", publishedThrough);
        last().ifPresent(last -> {
            json.put("lastBatch", last.batch()).put("finished", last.finished());
            json.set("offsets", JSON.valueToTree(new TreeMap<>(last.offsets())));
            json.set("watermarks", JSON.valueToTree(new TreeMap<>(last.watermarks())));
        });
        json.set("keptBatches", JSON.valueToTree(kept));
        ArrayNode tableNodes = json.putArray("tables");
        for (TableSummary table : tables) {
            ObjectNode node = tableNodes
                    .addObject()
                    .put("operator", table.uid())
                    .put("kind", operators().path(table.uid()).path("kind").asText(""))
                    .put("table", table.table())
                    .put("rows", table.rows())
                    .put("bytes", table.bytes())
                    .put("deltas", table.deltas());
            table.snapshot().ifPresent(through -> node.put("snapshotThrough", through));
        }
        ArrayNode batches = json.putArray("batches");
        for (BatchCommit commit : commits) {
            ObjectNode node = batches.addObject().put("batch", commit.batch());
            Optional.ofNullable(intents.get(commit.batch()))
                    .ifPresent(intent -> node.put("timeMicros", intent.batchTimeMicros()));
            node.set("offsets", JSON.valueToTree(new TreeMap<>(commit.offsets())));
            node.set("watermarks", JSON.valueToTree(new TreeMap<>(commit.watermarks())));
            node.set("counts", JSON.valueToTree(new TreeMap<>(commit.counts())));
        }
        query.ifPresent(metadata -> json.set("plan", metadata.plan()));
        return json.toPrettyString() + "\n";
    }
}
