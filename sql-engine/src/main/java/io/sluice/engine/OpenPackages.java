package io.sluice.engine;

import org.apache.arrow.memory.BufferAllocator;

/** What Java has to open to Arrow, which would say so only when the first rows come. */
final class OpenPackages {
    /** Where Arrow finds the address of a buffer. */
    static final String BUFFERS = "java.nio";

    private OpenPackages() {}

    /**
     * Tests whether a package of {@code java.base} is open.
     *
     * @throws IllegalStateException if it is not, with the option of Java that opens it
     */
    static void require(String name) {
        Module arrow = BufferAllocator.class.getModule();
        if (!Object.class.getModule().isOpen(name, arrow)) {
            throw new IllegalStateException(
                    "cannot open a session: Arrow needs to look into Java's package %1$s, got no access. Start Java with --add-opens=java.base/%1$s=%2$s"
                            .formatted(name, arrow.isNamed() ? arrow.getName() : "ALL-UNNAMED"));
        }
    }
}
