package io.sluice.sinks.file;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.sluice.sinks.SinkException;
import io.sluice.sinks.SinkTable;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * Who may write to a folder: the file {@code .sluice-owner} has a line of JSON for each query and table that was admitted.
 * A query that is named there goes on; another one is admitted to a folder without visible files, or as {@code
 * 'sink.existing'} says. The file lies with the staged ones, since some readers' patterns match hidden files, but none
 * looks into a hidden folder.
 *
 * @param isAlone whether the folder can hold the output of one query only
 */
record Ownership(Path target, SinkTable table, ExistingOutput existing, boolean isAlone) {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String MARKER = ".sluice-owner";

    /** One line of the marker. */
    private record Owner(String query, String table) {
        Owner {
            requireNonNull(query, "query");
            requireNonNull(table, "table");
        }
    }

    /** Admits the query or refuses it. */
    void claim() throws IOException {
        Owner self = new Owner(table.queryId(), table.name());
        List<Owner> owners = owners();
        if (owners.contains(self)) {
            return;
        }
        for (Owner owner : owners) {
            if (owner.query.equals(self.query)) {
                throw sameFolder(owner);
            }
        }
        List<Path> files = visibleFiles();
        switch (existing) {
            case REFUSE -> refuseOthers(owners, files);
            case APPEND -> {
                if (isAlone) {
                    refuseOthers(owners, files);
                }
            }
            case OVERWRITE -> {
                remove(files);
                owners.clear();
            }
        }
        owners.add(self);
        write(owners);
    }

    private SinkException sameFolder(Owner owner) {
        return new SinkException(
                "cannot open table \"%s\": its folder %s is that of table \"%s\", which the same query writes"
                        .formatted(table.name(), target, owner.table),
                "Give each table a 'path' of its own.");
    }

    private void refuseOthers(List<Owner> owners, List<Path> files) {
        if (!owners.isEmpty()) {
            throw refusal("the output of another query (%s, which writes table \"%s\")"
                    .formatted(owners.get(0).query, owners.get(0).table));
        }
        if (!files.isEmpty()) {
            throw refusal("%d file%s of another origin, such as %s"
                    .formatted(files.size(), files.size() == 1 ? "" : "s", target.relativize(files.get(0))));
        }
    }

    private SinkException refusal(String got) {
        return new SinkException(
                "cannot open table \"%s\": expected %s to be empty or this query's own, got %s"
                        .formatted(table.name(), target, got),
                "Name another 'path', remove the folder, or set 'sink.existing' = 'append' to add to it or 'overwrite' to"
                        + " replace its files. A query whose checkpoint was removed is another query.");
    }

    private void remove(List<Path> files) throws IOException {
        for (Path file : files) {
            Files.deleteIfExists(file);
        }
        SparkManifest.remove(target);
        DurableFiles.forceDirectory(target);
    }

    private List<Owner> owners() throws IOException {
        List<Owner> owners = new ArrayList<>();
        try {
            for (String line : Files.readAllLines(StagingDirectory.root(target).resolve(MARKER))) {
                owners.add(JSON.readValue(line, Owner.class));
            }
        } catch (NoSuchFileException e) {
            return owners;
        }
        return owners;
    }

    /** Another start, which this one has taken over, may be at the same: each has a file of its own until it is renamed. */
    private void write(List<Owner> owners) throws IOException {
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        for (Owner owner : owners) {
            text.writeBytes(JSON.writeValueAsBytes(owner));
            text.write('\n');
        }
        Path directory = StagingDirectory.root(target);
        DurableFiles.createDirectories(directory);
        Path temporary = directory.resolve(
                "%s.%s.tmp".formatted(MARKER, UUID.randomUUID().toString().substring(0, 8)));
        DurableFiles.write(temporary, text.toByteArray());
        DurableFiles.rename(temporary, directory.resolve(MARKER));
        DurableFiles.forceDirectory(directory);
    }

    /**
     * What a reader of the folder takes for output: files whose names do not start with a dot or an underscore, those in the
     * folders of partitions too.
     */
    private List<Path> visibleFiles() throws IOException {
        List<Path> files = new ArrayList<>();
        addVisibleFiles(target, 0, files);
        return files.stream().sorted().toList();
    }

    private void addVisibleFiles(Path folder, int depth, List<Path> files) throws IOException {
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
            for (Path entry : entries) {
                String name = entry.getFileName().toString();
                if (name.startsWith(".") || name.startsWith("_")) {
                    continue;
                }
                if (Files.isRegularFile(entry)) {
                    files.add(entry);
                } else if (isPartition(name, depth) && Files.isDirectory(entry)) {
                    addVisibleFiles(entry, depth + 1, files);
                }
            }
        }
    }

    private boolean isPartition(String name, int depth) {
        if (depth >= table.partitions().size()) {
            return false;
        }
        String key =
                table.schema().getFields().get(table.partitions().get(depth)).getName();
        return name.startsWith(PartitionFolders.escaped(key) + "=");
    }
}
