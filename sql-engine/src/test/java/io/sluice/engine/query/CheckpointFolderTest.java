package io.sluice.engine.query;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class CheckpointFolderTest {
    @Test
    void aNameIsItsFolder() {
        assertThat(CheckpointFolder.of("hourly+daily")).isEqualTo("hourly+daily");
        assertThat(CheckpointFolder.of("größe")).isEqualTo("größe");
    }

    @Test
    void noNameLeavesItsDirectory() {
        assertThat(CheckpointFolder.of("..")).isEqualTo("%2E.");
        assertThat(CheckpointFolder.of("../other")).isEqualTo("%2E.%2Fother");
        assertThat(CheckpointFolder.of("a%2Fb")).isNotEqualTo(CheckpointFolder.of("a/b"));
    }

    @Test
    void longNamesStayShortAndDifferent() {
        String targets = "wörter+".repeat(100);
        String folder = CheckpointFolder.of(targets + "a");
        assertThat(folder).startsWith("wörter+wörter").isNotEqualTo(CheckpointFolder.of(targets + "b"));
        assertThat(folder.getBytes(StandardCharsets.UTF_8).length).isLessThanOrEqualTo(200);
    }
}
