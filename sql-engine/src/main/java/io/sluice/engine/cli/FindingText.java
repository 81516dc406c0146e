package io.sluice.engine.cli;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.checkpoint.CheckpointFinding;
import java.nio.file.Path;
import java.util.List;

/** What {@code sluice checkpoint verify} prints. */
final class FindingText {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private FindingText() {}

    static String text(Path checkpoint, List<CheckpointFinding> findings) {
        StringBuilder text = new StringBuilder();
        for (CheckpointFinding finding : findings) {
            text.append(
                    switch (finding.severity()) {
                        case DAMAGED -> "damaged  ";
                        case MENDED_AT_START -> "mendable ";
                        case NOTE -> "note     ";
                    });
            text.append(finding.file());
            finding.batch()
                    .ifPresent(batch -> text.append(" (batch ").append(batch).append(')'));
            text.append("\n         ").append(finding.message()).append('\n');
            if (!finding.advice().isEmpty()) {
                text.append("         ").append(finding.advice()).append('\n');
            }
        }
        long damaged = count(findings, CheckpointFinding.Severity.DAMAGED);
        long mendable = count(findings, CheckpointFinding.Severity.MENDED_AT_START);
        text.append(checkpoint)
                .append(
                        damaged > 0
                                ? ": %d damaged; the query cannot go on from here".formatted(damaged)
                                : mendable > 0
                                        ? ": %d damaged that the next start mends; nothing is lost".formatted(mendable)
                                        : ": whole")
                .append('\n');
        return text.toString();
    }

    private static long count(List<CheckpointFinding> findings, CheckpointFinding.Severity severity) {
        return findings.stream()
                .filter(finding -> finding.severity() == severity)
                .count();
    }

    static String json(Path checkpoint, List<CheckpointFinding> findings) {
        ObjectNode json = JSON.createObjectNode().put("checkpoint", checkpoint.toString());
        json.put("whole", count(findings, CheckpointFinding.Severity.DAMAGED) == 0);
        ArrayNode array = json.putArray("findings");
        for (CheckpointFinding finding : findings) {
            ObjectNode node = array.addObject()
                    .put("severity", finding.severity().name())
                    .put("file", finding.file().toString());
            finding.batch().ifPresent(batch -> node.put("batch", batch));
            node.put("message", finding.message()).put("advice", finding.advice());
        }
        return json.toPrettyString() + "\n";
    }
}
