package io.sluice.sinks;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class BuiltInSinksTest {
    @Test
    void theBuiltInConnectorsHaveTheirNames() {
        assertThat(BuiltInSinks.ALL)
                .extracting(SinkFactory::connector)
                .containsExactly("filesystem", "console", "print", "blackhole", "memory");
        assertThat(BuiltInSinks.services()).isEmpty();
    }
}
