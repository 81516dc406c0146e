package io.sluice.sinks.file;

import java.time.Duration;

/**
 * When rows that are held become files.
 *
 * @param fileBytes about so long is a file
 * @param interval so long rows wait at most, while the query runs
 * @param checkInterval so often the time is looked at
 */
record RollingPolicy(long fileBytes, Duration interval, Duration checkInterval) {}
