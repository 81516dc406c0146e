package io.sluice.engine.cli;

import io.sluice.engine.Session;
import io.sluice.engine.SessionConfig;
import io.sluice.engine.Sluice;
import io.sluice.planner.Script;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Plans and compiles a small query on a thread of its own while the command line is still being read: what the parser,
 * the validator, the function register and the compiler build at their first use is then there, or under way. Changes
 * nothing but the time of the first result.
 */
final class PlanningWarmUp {
    private static final Logger LOG = LoggerFactory.getLogger(PlanningWarmUp.class);
    private static final String SCRIPT =
            """
            CREATE TABLE t (id BIGINT, ts TIMESTAMP(3), n BIGINT, WATERMARK FOR ts AS ts - INTERVAL '1' SECOND)
            WITH ('connector' = 'datagen');
            SELECT window_start, id, COUNT(*), AVG(n)
            FROM TABLE(TUMBLE(TABLE t, DESCRIPTOR(ts), INTERVAL '1' HOUR))
            WHERE n > 0 GROUP BY window_start, id;
            """;

    private PlanningWarmUp() {}

    /** Returns at once. */
    static void start() {
        Thread thread = new Thread(PlanningWarmUp::run, "planning-warm-up");
        thread.setDaemon(true);
        thread.start();
    }

    /** Starts no query and touches no file. */
    private static void run() {
        try (Session session = Sluice.open(SessionConfig.in(Path.of("")))) {
            session.compile(new Script("<warm-up>", SCRIPT));
        } catch (RuntimeException e) {
            LOG.debug("warming up has failed, which only costs time", e);
        }
    }
}
