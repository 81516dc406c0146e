package io.sluice.sinks;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class BuiltInSinksTest {
    @Test
    void connectorsAreFoundByName() {
        assertThat(BuiltInSinks.all())
                .extracting(SinkFactory::connector)
                .containsExactly("filesystem", "console", "print", "blackhole", "memory");
        assertThat(BuiltInSinks.find("memory"))
                .get()
                .extracting(SinkFactory::connector)
                .isEqualTo("memory");
        assertThat(BuiltInSinks.find("paper")).isEmpty();
    }
}
