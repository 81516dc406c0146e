package io.sluice.sinks.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sluice.sinks.Columns;
import io.sluice.sinks.OutputMode;
import io.sluice.sinks.Rows;
import io.sluice.sinks.Sink;
import io.sluice.sinks.SinkException;
import io.sluice.sinks.SinkWriter;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The manifest as Spark reads it: from the last compact file on. */
class SparkManifestTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    private Path directory;

    private final BufferAllocator allocator = new RootAllocator();
    private final List<byte[]> commits = new ArrayList<>();

    @AfterEach
    void allocatorIsEmpty() {
        allocator.close();
    }

    @Test
    void manifestNamesTheFilesOfAllBatches() throws IOException {
        Path target = directory.resolve("a folder č");
        run(target, 25);
        assertThat(manifests(target))
                .containsExactly(
                        "10",
                        "11",
                        "12",
                        "13",
                        "14",
                        "15",
                        "16",
                        "17",
                        "18",
                        "19.compact",
                        "20",
                        "21",
                        "22",
                        "23",
                        "24",
                        "9.compact");
        assertThat(listed(target))
                .isEqualTo(OutputFolder.visible(target).stream()
                        .filter(Files::isRegularFile)
                        .toList());
        String line = Files.readAllLines(target.resolve("_spark_metadata/20")).get(1);
        JsonNode entry = JSON.readTree(line);
        assertThat(entry.fieldNames())
                .toIterable()
                .containsExactly(
                        "path", "size", "isDir", "modificationTime", "blockReplication", "blockSize", "action");
        assertThat(entry.get("path").asText()).contains("a%20folder%20").startsWith("file:///");
        assertThat(entry.get("action").asText()).isEqualTo("add");
    }

    @Test
    void batchWithoutRowsIsInTheManifestToo() throws IOException {
        try (Sink sink = open(directory)) {
            sink.recover(OptionalLong.empty());
            sink.publish(0, sink.stage(0));
        }
        assertThat(directory.resolve("_spark_metadata/0")).hasContent("v1");
    }

    @Test
    void eachFileIsListedOnceWhereverTheJobIsKilled() throws IOException {
        FaultyDisk whole = new FaultyDisk();
        run(whole.at(directory.resolve("whole")), 12);
        for (int operation = 1; operation < whole.operations().size(); operation += 2) {
            Path target = directory.resolve("killed");
            commits.clear();
            FaultyDisk disk = new FaultyDisk();
            disk.killAt(operation);
            try {
                run(disk.at(target), 12);
            } catch (FaultyDisk.Killed e) {
                assertThat(listed(target).size()).isLessThanOrEqualTo(commits.size());
            }
            run(target, 12);
            assertThat(listed(target))
                    .as("killed at operation " + operation)
                    .hasSize(12)
                    .doesNotHaveDuplicates();
            assertThat(listed(target)).allMatch(Files::exists);
            OutputFolder.remove(target);
        }
    }

    @Test
    void manifestThatBeginsLaterIsRefused() {
        try (Sink sink = OpenSink.of(
                Columns.table(Columns.numberAndText(), OutputMode.APPEND), TestOptions.of(directory, "json"))) {
            write(sink, 0);
            sink.publish(0, sink.stage(0));
        }
        try (Sink sink = open(directory)) {
            sink.recover(OptionalLong.of(0));
            write(sink, 1);
            byte[] receipt = sink.stage(1);
            assertThatThrownBy(() -> sink.publish(1, receipt))
                    .isInstanceOf(SinkException.class)
                    .hasMessage("cannot publish batch 1 of table \"out\": expected the manifest %s, got none"
                            .formatted(directory.resolve("_spark_metadata/0")));
        }
    }

    private void run(Path target, int batches) {
        try (Sink sink = open(target)) {
            int committed = commits.size();
            sink.recover(committed == 0 ? OptionalLong.empty() : OptionalLong.of(committed - 1));
            for (int batch = 0; batch < committed; batch++) {
                sink.publish(batch, commits.get(batch));
            }
            for (int batch = committed; batch < batches; batch++) {
                write(sink, batch);
                byte[] receipt = sink.stage(batch);
                sink.force(batch);
                commits.add(receipt);
                sink.publish(batch, commits.get(batch));
            }
            sink.sync();
        }
    }

    private static Sink open(Path target) {
        return OpenSink.of(
                Columns.table(Columns.numberAndText(), OutputMode.APPEND),
                TestOptions.of(target, "json", "sink.spark-metadata", "true"));
    }

    private void write(Sink sink, long batch) {
        try (SinkWriter writer = sink.begin(batch, 0);
                VectorSchemaRoot rows = Rows.of(allocator, Columns.numberAndText(), Rows.row(batch, "text"))) {
            writer.write(rows, null);
            writer.finish();
        }
    }

    private static List<String> manifests(Path target) {
        return OutputFolder.list(target.resolve("_spark_metadata")).stream()
                .map(file -> file.getFileName().toString())
                .toList();
    }

    /** What Spark would list: the last compact file, and those after it without a gap. */
    private static List<Path> listed(Path target) throws IOException {
        List<String> names = manifests(target);
        long compact = names.stream()
                .filter(name -> name.endsWith(".compact"))
                .mapToLong(name -> Long.parseLong(name.replace(".compact", "")))
                .max()
                .orElse(-1);
        List<Path> files = new ArrayList<>();
        if (compact >= 0) {
            read(target.resolve("_spark_metadata/" + compact + ".compact"), files);
        }
        for (long next = compact + 1; names.contains(Long.toString(next)); next++) {
            read(target.resolve("_spark_metadata/" + next), files);
        }
        return files;
    }

    private static void read(Path manifest, List<Path> files) throws IOException {
        List<String> lines = Files.readAllLines(manifest);
        assertThat(lines.get(0)).isEqualTo("v1");
        for (String line : lines.subList(1, lines.size())) {
            files.add(Path.of(URI.create(JSON.readTree(line).get("path").asText())));
        }
    }
}
