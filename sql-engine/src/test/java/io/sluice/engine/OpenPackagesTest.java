package io.sluice.engine;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class OpenPackagesTest {
    @Test
    void aPackageThatIsClosedIsNamedWithTheOptionThatOpensIt() {
        assertThatThrownBy(() -> OpenPackages.require("jdk.internal.vm"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("Arrow needs to look into Java's package jdk.internal.vm")
                .hasMessageContaining("--add-opens=java.base/jdk.internal.vm=ALL-UNNAMED");
        assertThatCode(() -> OpenPackages.require(OpenPackages.BUFFERS)).doesNotThrowAnyException();
    }
}
