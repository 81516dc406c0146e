package io.sluice.planner.parse;

import org.apache.calcite.config.CalciteSystemProperty;

/**
 * Calcite's properties, from those of the system only. It would look for a file of them, {@code saffron.properties}, in all
 * jars, which takes a part of the time to a job's first result, and what an embedding program has there is not meant for us.
 */
final class CalciteProperties {
    private CalciteProperties() {}

    /** Before anything else of Calcite is used. */
    static void load() {
        Thread thread = Thread.currentThread();
        ClassLoader loader = thread.getContextClassLoader();
        thread.setContextClassLoader(ClassLoader.getPlatformClassLoader());
        try {
            CalciteSystemProperty.DEBUG.value();
        } finally {
            thread.setContextClassLoader(loader);
        }
    }
}
