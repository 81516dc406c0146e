package io.sluice.sources.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.sources.Offset;
import io.sluice.sources.SourceException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Positions of a table of files as the checkpoint stores them. */
class FileOffsetTest {
    @Test
    void isWhatWasWritten() {
        FileOffset offset = new FileOffset(
                3, List.of(new FileEntry("a \"b\".json", 120, 1_700_000_000_000_000L), new FileEntry("c", 0, -1)));

        assertThat(FileOffset.parse(offset.toOffset(), "t")).isEqualTo(offset);
        assertThat(offset.toOffset().json())
                .startsWith(
                        "{\"seq\":3,\"files\":[{\"path\":\"a \\\"b\\\".json\",\"size\":120,\"mtime\":1700000000000000}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "[]",
                "{\"seq\":0}",
                "{\"files\":[]}",
                "{\"seq\":0,\"files\":\"none\"}",
                "{\"seq\":0,\"files\":{}}",
                "{\"seq\":\"0\",\"files\":[]}",
                "{\"seq\":1.5,\"files\":[]}",
                "{\"seq\":1,\"files\":[{\"path\":null,\"size\":1,\"mtime\":1}]}",
                "{\"seq\":1,\"files\":[{\"path\":7,\"size\":1,\"mtime\":1}]}",
                "{\"seq\":1,\"files\":[{\"path\":\"a\",\"size\":\"1\",\"mtime\":1}]}",
                "{\"seq\":1,\"files\":[{\"path\":\"a\",\"mtime\":1}]}",
                "{\"seq\":0,\"files\":[{\"path\":\"a\",\"size\":1,\"mtime\":1}]}",
            })
    void whatAnotherConnectorWroteIsRefused(String json) {
        assertThatThrownBy(() -> FileOffset.parse(new Offset(json), "bids"))
                .isInstanceOf(SourceException.class)
                .hasMessageContaining("bids")
                .hasMessageContaining("expected {\"seq\":");
    }
}
