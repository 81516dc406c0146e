package io.sluice.benchmarks.spark;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.spark.sql.streaming.SinkProgress;
import org.apache.spark.sql.streaming.SourceProgress;
import org.apache.spark.sql.streaming.StateOperatorProgress;
import org.apache.spark.sql.streaming.StreamingQueryProgress;

/** The fields of Sluice's progress against those that Spark's classes have, by name and kind. */
final class ProgressCases {
    private static final Set<String> TEXTS = Set.of("json", "prettyJson", "jsonValue", "toString", "hashCode");

    /** What Sluice does not have. */
    private static final Set<String> LEFT_OUT = Set.of(
            "StreamingQueryProgress.observedMetrics",
            "StateOperatorProgress.numShufflePartitions",
            "StateOperatorProgress.numStateStoreInstances");

    private ProgressCases() {}

    static void run(Path home, SparkPeer spark, SluicePeer sluice, Report report) throws Exception {
        SampleType type = SampleTypes.of("timestamp_ntz");
        Path input = home.resolve("progress");
        spark.write(spark.table(type).repartition(4), "parquet", Map.of(), input);
        JsonNode progress = JsonMapper.builder().build().readTree(sluice.progress(ReadCases.columns(type), input));
        compare(StreamingQueryProgress.class, progress, report);
        compare(StateOperatorProgress.class, progress.get("stateOperators").get(0), report);
        compare(SourceProgress.class, progress.get("sources").get(0), report);
        compare(SinkProgress.class, progress.get("sink"), report);
    }

    private static void compare(Class<?> type, JsonNode ours, Report report) {
        List<String> wrong = new ArrayList<>();
        for (Method method : type.getMethods()) {
            boolean field = method.getDeclaringClass() == type
                    && method.getParameterCount() == 0
                    && !Modifier.isStatic(method.getModifiers())
                    && !method.getName().contains("$")
                    && !TEXTS.contains(method.getName());
            if (field) {
                JsonNode node = ours.get(method.getName());
                boolean leftOut = LEFT_OUT.contains(type.getSimpleName() + "." + method.getName());
                if (leftOut ? node != null : node == null || !fits(node, method)) {
                    wrong.add("%s: expected %s, got %s"
                            .formatted(
                                    method.getName(),
                                    leftOut ? "nothing" : method.getReturnType().getSimpleName(),
                                    node));
                }
            }
        }
        Collections.sort(wrong);
        report.writing("progress, fields of " + type.getSimpleName(), List.of(), () -> wrong, () -> wrong);
    }

    private static boolean fits(JsonNode node, Method method) {
        Class<?> type = method.getReturnType();
        if (method.getName().endsWith("Offset")) {
            return true; // a source's own JSON
        }
        return type == long.class
                ? node.isIntegralNumber()
                : type == double.class
                        ? node.isNumber()
                        : type.isArray()
                                ? node.isArray()
                                : Arrays.asList("String", "UUID").contains(type.getSimpleName())
                                        ? node.isTextual()
                                        : node.isObject();
    }
}
