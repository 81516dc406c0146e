package io.sluice.sources.file;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.sources.OffsetRange;
import io.sluice.sources.ReadLimit;
import io.sluice.sources.Source;
import io.sluice.sources.SourceException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Files that are created, replaced, deleted and brought back at random, while a query reads, stops, crashes and starts
 * again. The model: a name is read once, with the content that it has at that moment, and if its file is cleaned away, once
 * for each of its files.
 */
class FileScheduleTest extends FilesFixture {
    private static final int STEPS = 250;
    private static final int NAMES = 25;
    /** Two listings of all names and folders, one at a time. */
    private static final int LOOKS_OF_LISTINGS = 2 * (NAMES + 5);

    private final Map<String, Long> onDisk = new HashMap<>();
    private final List<Long> committed = new ArrayList<>();
    private final Set<String> taken = new HashSet<>();
    /** Contents that were lost before they were taken, or need not be read since their name was taken before. */
    private final Set<Long> excused = new HashSet<>();

    private Random random;
    private TestOptions options;
    private LookBudget budget;
    private boolean cleans;
    private long ids;
    private Reader reader;

    @ParameterizedTest
    @CsvSource({
        "1,OFF,false,1000",
        "2,OFF,true,1000",
        "3,DELETE,false,1000",
        "4,DELETE,true,1000",
        "5,OFF,true,3",
        "6,DELETE,false,3",
        "7,OFF,false,2",
        "8,DELETE,true,1"
    })
    void eachFileIsReadOnce(long seed, String clean, boolean trusting, int names) throws Exception {
        random = new Random(seed);
        budget = new LookBudget(names, Duration.ZERO);
        cleans = clean.equals("DELETE");
        options = cleans ? monitored().delete() : monitored();
        if (trusting) {
            clockAheadOfFolders();
        }
        reader = new Reader(open());
        for (int step = 0; step < STEPS; step++) {
            switch (random.nextInt(8)) {
                case 0, 1, 2 -> put(anyName());
                case 3 -> delete(anyName());
                case 4 -> reader.restart(open());
                default -> turn();
            }
        }
        reader.limit = ReadLimit.NONE;
        for (int look = 0; look < LOOKS_OF_LISTINGS; look++) {
            clock.advance(SECOND);
            reader.plan().ifPresent(this::finish);
        }
        check();
        reader.source.close();
    }

    private Source open() {
        return new FileSourceFactory(clock, budget).open(TABLE, options.build());
    }

    private String anyName() {
        int name = random.nextInt(NAMES);
        return (name % 3 == 0 ? "x/" : name % 3 == 1 ? "x/ä y/" : "") + name + ".json";
    }

    private void put(String name) throws IOException {
        lose(name);
        long id = ++ids;
        write(name, id, random.nextInt(1000));
        onDisk.put(name, id);
        if (!cleans && taken.contains(name)) {
            excused.add(id);
        }
    }

    private void delete(String name) throws IOException {
        lose(name);
        Files.deleteIfExists(folder.resolve(name));
        onDisk.remove(name);
    }

    private void lose(String name) {
        if (onDisk.containsKey(name)) {
            excused.add(onDisk.get(name));
        }
    }

    /** One batch, in which anything may go wrong. */
    private void turn() throws IOException {
        clock.advance(SECOND);
        reader.limit = new ReadLimit(1 + random.nextInt(4), Long.MAX_VALUE, Long.MAX_VALUE);
        Optional<OffsetRange> range = reader.plan();
        if (range.isEmpty()) {
            return;
        }
        switch (random.nextInt(6)) {
            case 0 -> disturbed(range.get());
            case 1 -> {
                reader.read(range.get());
                reader.restart(open());
                finish(range.get());
            }
            case 2 -> {
                accept(range.get());
                reader.restart(open());
            }
            default -> finish(range.get());
        }
    }

    /** A file of the batch goes between planning and reading: the query stops, and goes on when it is put back. */
    private void disturbed(OffsetRange range) throws IOException {
        FileEntry victim = FileOffset.parse(range.to(), "t").files().get(0);
        Path file = folder.resolve(victim.path());
        String content = Files.readString(file);
        if (random.nextBoolean()) {
            Files.delete(file);
        } else {
            Files.writeString(file, content + content);
        }
        try {
            reader.read(range);
            throw new AssertionError("read " + victim);
        } catch (SourceException e) {
            assertThat(e).hasMessageContaining("this batch was planned with");
        }
        Files.writeString(file, content);
        Files.setLastModifiedTime(file, FileTime.from(victim.modified(), java.util.concurrent.TimeUnit.MICROSECONDS));
        reader.restart(open());
        finish(range);
    }

    private void finish(OffsetRange range) {
        accept(range);
        reader.source.release(range.to());
        if (cleans) {
            FileOffset.parse(range.to(), "t").files().forEach(file -> {
                assertThat(folder.resolve(file.path())).doesNotExist();
                onDisk.remove(file.path());
            });
        }
    }

    private void accept(OffsetRange range) {
        List<Object> ids = reader.read(range);
        List<Object> expected = new ArrayList<>();
        for (FileEntry file : FileOffset.parse(range.to(), "t").files()) {
            expected.add(onDisk.get(file.path()));
            if (!cleans) {
                assertThat(taken.add(file.path())).as(file.path() + " is new").isTrue();
            }
        }
        assertThat(ids).isEqualTo(expected);
        reader.commit(range);
        ids.forEach(id -> committed.add((Long) id));
    }

    private void check() {
        assertThat(committed).doesNotHaveDuplicates();
        Set<Long> missing = new HashSet<>();
        for (long id = 1; id <= ids; id++) {
            if (!committed.contains(id) && !excused.contains(id)) {
                missing.add(id);
            }
        }
        assertThat(missing).isEmpty();
        assertThat(committed).hasSizeGreaterThan(20);
        if (cleans) {
            assertThat(onDisk.keySet())
                    .as("all files are read and gone")
                    .noneMatch(name -> Files.exists(folder.resolve(name)));
            assertThat(reader.stored.size()).isLessThan(NAMES);
        } else {
            assertThat(taken).containsAll(onDisk.keySet());
            assertThat(reader.stored.keySet()).isEqualTo(taken);
        }
    }
}
