package io.sluice.sources.socket;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.sluice.sources.Offset;
import io.sluice.sources.OffsetRange;
import io.sluice.sources.ReadLimit;
import io.sluice.sources.Scan;
import io.sluice.sources.Source;
import io.sluice.sources.SourceException;
import io.sluice.sources.Split;
import io.sluice.sources.format.DataFile;
import io.sluice.sources.format.FileFailure;
import io.sluice.sources.format.FileFormat;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;

/**
 * The rows that a server sends, numbered from 0. What has come when a batch is planned is written to a scratch file, which is
 * the batch and is removed when it is released. A server does not send a row twice: after a restart, a batch that was planned
 * and not committed is lost, and that is said.
 */
final class SocketSource implements Source {
    private static final ObjectMapper MAPPER = JsonMapper.builder().build();

    private final String table;
    private final FileFormat format;
    private final SocketColumns columns;
    private final SocketLines lines;
    private final Path folder;
    private final String run = UUID.randomUUID().toString();

    /** By the number of the row behind it. */
    private final TreeMap<Long, DataFile> files = new TreeMap<>();

    private long end;
    private boolean begun;
    private boolean frozen;

    SocketSource(String table, FileFormat format, SocketColumns columns, SocketLines lines, Path folder) {
        this.columns = requireNonNull(columns, "columns");
        this.table = requireNonNull(table, "table");
        this.format = requireNonNull(format, "format");
        this.lines = requireNonNull(lines, "lines");
        this.folder = requireNonNull(folder, "folder");
    }

    /** {@code {"rows":10,"run":"…"}}: so many rows came, the last of them in that run. */
    private record Position(@JsonProperty("rows") long rows, @JsonProperty("run") String run) {}

    private Position position(Offset offset) {
        try {
            return MAPPER.readValue(offset.json(), Position.class);
        } catch (JsonProcessingException e) {
            throw new SourceException(
                    "cannot read the position of socket table \"%s\": expected {\"rows\":…,\"run\":…}, got %s"
                            .formatted(table, offset),
                    "The checkpoint was made with another connector: use a new checkpoint directory.",
                    e);
        }
    }

    private Offset offset(long rows) {
        return new Offset("{\"rows\":%d,\"run\":\"%s\"}".formatted(rows, run));
    }

    private Position ofThisRun(Offset offset) {
        Position position = position(offset);
        if (!run.equals(position.run())) {
            throw new SourceException(
                    "cannot read the rows of socket table \"%s\" up to %d again: a socket sends them once, and that was to a process that is gone"
                            .formatted(table, position.rows()),
                    "Those rows are lost. Use a new checkpoint directory to go on, and a source that can be replayed where rows matter.");
        }
        return position;
    }

    @Override
    public Optional<Offset> next(Optional<Offset> start, ReadLimit limit) {
        long from = start.map(this::position).map(Position::rows).orElse(0L);
        if (!begun) {
            begun = true;
            end = from;
        }
        if (!frozen) {
            receive();
        }
        return end > from ? Optional.of(offset(end)) : Optional.empty();
    }

    @Override
    public Map<String, String> metrics() {
        return Map.of("numRowsReceived", Long.toString(end));
    }

    private void receive() {
        lines.take().forEach(this::keep);
    }

    private void keep(SocketLines.Taken taken) {
        end += taken.rows();
        Path file = folder.resolve("rows-" + end);
        try {
            Files.write(file, taken.text());
        } catch (IOException e) {
            throw new SourceException(
                    "cannot keep %d rows of socket table \"%s\" in %s: %s"
                            .formatted(taken.rows(), table, file, FileFailure.reason(e)),
                    "Make room in the folder for temporary files.",
                    e);
        }
        files.put(end, new DataFile(table, file, taken.text().length, taken.micros()));
    }

    @Override
    public Optional<Offset> latest() {
        return end == 0 ? Optional.empty() : Optional.of(offset(end));
    }

    @Override
    public void freeze() {
        if (begun) {
            receive();
        }
        frozen = begun;
    }

    @Override
    public void freeze(Offset to) {
        ofThisRun(to);
    }

    @Override
    public Optional<Offset> end(Optional<Offset> position) {
        return frozen || lines.isDrained() ? Optional.of(offset(end)) : Optional.empty();
    }

    @Override
    public boolean isExhausted(Optional<Offset> position) {
        long reached = position.map(this::position).map(Position::rows).orElse(0L);
        return (frozen || lines.isDrained()) && reached >= end;
    }

    @Override
    public List<Split> splits(OffsetRange range, Scan scan) {
        long from = range.from().map(this::position).map(Position::rows).orElse(0L);
        long to = ofThisRun(range.to()).rows();
        List<Split> splits = new ArrayList<>();
        files.subMap(from, false, to, true).values().forEach(file -> splits.addAll(columns.splits(format, file, scan)));
        return splits;
    }

    @Override
    public void release(Offset position) {
        Map<Long, DataFile> done = files.headMap(position(position).rows(), true);
        done.values().forEach(file -> remove(file.location()));
        done.clear();
    }

    private static void remove(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new SourceException("cannot remove scratch file " + file, "Remove it by hand.", e);
        }
    }

    @Override
    public Optional<Duration> pollInterval() {
        return Optional.empty();
    }

    @Override
    public void onAvailable(Runnable wake) {
        lines.onRows(wake);
    }

    @Override
    public String description() {
        return "SocketSource[%s]".formatted(table);
    }

    @Override
    public void close() {
        lines.close();
        files.values().forEach(file -> remove(file.location()));
        remove(folder);
    }
}
