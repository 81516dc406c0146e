package io.sluice.sources.file;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.sources.OffsetRange;
import io.sluice.sources.ReadLimit;
import io.sluice.sources.Source;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** How much is to be read yet, in bytes; each file has 9. */
class FileBacklogTest extends FilesFixture {
    private Reader reading(Source source) {
        Reader reader = new Reader(source);
        reader.limit = new ReadLimit(2, Long.MAX_VALUE, Long.MAX_VALUE);
        return reader;
    }

    @Test
    void whatIsPlannedIsBeforeTheSourceUntilItIsReleased() throws Exception {
        for (int i = 0; i < 5; i++) {
            write(i + ".json", i, 50 - i);
        }
        try (Source source = open(json())) {
            Reader reader = reading(source);
            assertThat(source.backlog()).isEmpty();
            OffsetRange first = reader.plan().orElseThrow();
            assertThat(source.sizeOf(first)).isEqualTo(OptionalLong.of(18));
            assertThat(source.backlog()).isEqualTo(OptionalLong.of(45));
            reader.read(first);
            reader.commit(first);
            assertThat(source.backlog()).isEqualTo(OptionalLong.of(45));
            source.release(first.to());
            assertThat(source.backlog()).isEqualTo(OptionalLong.of(27));
            reader.restart(open(json()));
            assertThat(reader.next()).containsExactly(2L, 3L);
            assertThat(reader.source.backlog()).isEqualTo(OptionalLong.of(9));
            assertThat(reader.next()).containsExactly(4L);
            assertThat(reader.source.backlog()).isEqualTo(OptionalLong.of(0));
            reader.source.close();
        }
    }

    @Test
    void aMonitoredTableHasNoneBeforeItIsFrozen() throws Exception {
        for (int i = 0; i < 3; i++) {
            write(i + ".json", i, 50 - i);
        }
        try (Source source = open(monitored())) {
            Reader reader = reading(source);
            assertThat(reader.next()).containsExactly(0L, 1L);
            assertThat(source.backlog()).isEmpty();
            source.freeze();
            assertThat(source.backlog()).isEqualTo(OptionalLong.of(9));
        }
    }
}
