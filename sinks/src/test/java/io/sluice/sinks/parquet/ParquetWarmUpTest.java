package io.sluice.sinks.parquet;

import static org.assertj.core.api.Assertions.assertThatCode;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ParquetWarmUpTest {
    @ParameterizedTest
    @EnumSource(Compression.class)
    void fileIsWrittenToNowhere(Compression compression) {
        assertThatCode(() -> ParquetWarmUp.write(new ParquetSettings(compression, 1 << 20, 1 << 12, true, true)))
                .doesNotThrowAnyException();
    }
}
