package io.sluice.engine;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sluice.sources.ColumnVector;
import io.sluice.sources.Offset;
import io.sluice.sources.OffsetRange;
import io.sluice.sources.ReadLimit;
import io.sluice.sources.Scan;
import io.sluice.sources.Source;
import io.sluice.sources.SourceFactory;
import io.sluice.sources.SourceTable;
import io.sluice.sources.Split;
import io.sluice.sources.SplitReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;

/**
 * A source of tests that has partitions: the files {@code NNNN.partition.json} of a folder in the order of their names, each
 * a split. INT, BIGINT, STRING, TIMESTAMP and TIMESTAMP_LTZ (in UTC) only. It counts how often a split was opened.
 */
public final class PartitionedSourceFactory implements SourceFactory<PartitionedSourceFactory.Options> {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** How many splits were opened, by all sources. */
    public static final AtomicInteger OPENED = new AtomicInteger();

    /** Options. */
    public record Options(@JsonProperty("path") Path path) {}

    @Override
    public String connector() {
        return "partitioned";
    }

    @Override
    public Class<Options> optionsType() {
        return Options.class;
    }

    @Override
    public boolean isBounded(Options options) {
        return false;
    }

    @Override
    public ReadLimit readLimit(Options options) {
        return ReadLimit.NONE;
    }

    @Override
    public List<Field> metadataColumns(Options options) {
        return List.of();
    }

    @Override
    public Source open(SourceTable table, Options options) {
        return new Folder(table, options.path());
    }

    private static List<String> names(Path folder) {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".json"))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static final class Folder implements Source {
        private final SourceTable table;
        private final Path folder;
        private Optional<List<String>> frozen = Optional.empty();

        Folder(SourceTable table, Path folder) {
            this.table = table;
            this.folder = folder;
        }

        private List<String> after(Optional<Offset> start) {
            String from = start.map(Offset::json).orElse("");
            return frozen.orElseGet(() -> names(folder)).stream()
                    .filter(name -> quoted(name).compareTo(from) > 0)
                    .toList();
        }

        private static String quoted(String name) {
            return '"' + name + '"';
        }

        @Override
        public Optional<Offset> next(Optional<Offset> start, ReadLimit limit) {
            List<String> names = after(start);
            return names.isEmpty() ? Optional.empty() : Optional.of(new Offset(quoted(names.get(names.size() - 1))));
        }

        @Override
        public Optional<Offset> latest() {
            return Optional.empty();
        }

        @Override
        public void freeze() {
            frozen = Optional.of(names(folder));
        }

        @Override
        public void freeze(Offset end) {
            frozen = Optional.of(names(folder).stream()
                    .filter(name -> quoted(name).compareTo(end.json()) <= 0)
                    .toList());
        }

        @Override
        public Optional<Offset> end(Optional<Offset> position) {
            return frozen.map(names -> new Offset(quoted(names.isEmpty() ? "" : names.get(names.size() - 1))));
        }

        @Override
        public boolean isExhausted(Optional<Offset> position) {
            return frozen.isPresent() && after(position).isEmpty();
        }

        @Override
        public List<Split> splits(OffsetRange range, Scan scan) {
            return names(folder).stream()
                    .filter(name -> range.from().isEmpty()
                            || quoted(name).compareTo(range.from().get().json()) > 0)
                    .filter(name -> quoted(name).compareTo(range.to().json()) <= 0)
                    .<Split>map(name -> new FileOfPartition(table, folder.resolve(name), scan))
                    .toList();
        }

        @Override
        public void release(Offset position) {}

        @Override
        public Optional<Duration> pollInterval() {
            return Optional.of(Duration.ofMillis(1));
        }

        @Override
        public String description() {
            return "Partitioned[" + table.name() + "]";
        }

        @Override
        public void close() {}
    }

    private record FileOfPartition(SourceTable table, Path file, Scan scan) implements Split {
        @Override
        public String partition() {
            return file.getFileName().toString().split("\\.")[1];
        }

        @Override
        public long estimatedRows() {
            return 0;
        }

        @Override
        public SplitReader open() {
            OPENED.incrementAndGet();
            List<JsonNode> rows = new ArrayList<>();
            try {
                for (String line : Files.readAllLines(file)) {
                    rows.add(JSON.readTree(line));
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            return new Rows(
                    rows,
                    scan.columns().stream().map(table.schema().getFields()::get).toList());
        }
    }

    private static final class Rows implements SplitReader {
        private final List<JsonNode> rows;
        private final List<Field> columns;
        private boolean read;

        Rows(List<JsonNode> rows, List<Field> columns) {
            this.rows = rows;
            this.columns = columns;
        }

        @Override
        public int next() {
            boolean first = !read;
            read = true;
            return first ? rows.size() : -1;
        }

        @Override
        public ColumnVector column(int index) {
            Field field = columns.get(index);
            ColumnVector vector = new ColumnVector();
            vector.reserveNulls(rows.size());
            vector.reserveLongs(rows.size());
            vector.reserveSlices(rows.size());
            StringBuilder text = new StringBuilder();
            for (int row = 0; row < rows.size(); row++) {
                JsonNode value = rows.get(row).path(field.getName());
                vector.nulls[row] = value.isNull() || value.isMissingNode();
                vector.hasNulls |= vector.nulls[row];
                if (vector.nulls[row]) {
                    continue;
                }
                if (field.getType() instanceof ArrowType.Utf8) {
                    vector.starts[row] = text.length();
                    vector.lengths[row] = value.textValue().length();
                    text.append(value.textValue());
                } else if (field.getType() instanceof ArrowType.Timestamp) {
                    vector.longs[row] = ChronoUnit.MICROS.between(
                            LocalDateTime.ofEpochSecond(0, 0, ZoneOffset.UTC),
                            LocalDateTime.parse(
                                    value.textValue().replace(' ', 'T').replace("Z", "")));
                } else {
                    vector.longs[row] = value.longValue();
                }
            }
            vector.bytes = text.toString().getBytes(StandardCharsets.US_ASCII);
            return vector;
        }

        @Override
        public long bytesRead() {
            return 0;
        }

        @Override
        public void close() {}
    }
}
