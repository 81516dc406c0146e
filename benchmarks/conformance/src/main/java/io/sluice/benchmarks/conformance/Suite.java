package io.sluice.benchmarks.conformance;

import io.sluice.benchmarks.conformance.Engine.Answer;
import io.sluice.benchmarks.conformance.Engine.Feed;
import io.sluice.planner.PlanException;
import io.sluice.planner.function.RowException;
import java.util.function.Function;

/** Runs a query in one way and judges the answer. */
final class Suite {
    private Suite() {}

    /** @param difference of an answer to what is expected; empty for none */
    static Verdict judge(Engine engine, String sql, Feed feed, Function<Answer, String> difference) {
        try {
            String different = difference.apply(engine.query(sql, feed));
            return different.isEmpty() ? Verdict.PASSED : new Verdict(Verdict.Kind.WRONG, different);
        } catch (PlanException e) {
            return new Verdict(Verdict.Kind.REFUSED, e.getMessage());
        } catch (RowException e) {
            return new Verdict(Verdict.Kind.FAILED, e.getMessage());
        } catch (RuntimeException | Error e) {
            return new Verdict(Verdict.Kind.CRASHED, trace(e));
        }
    }

    private static String trace(Throwable failure) {
        StringBuilder text =
                new StringBuilder(failure.toString().lines().findFirst().orElse(""));
        int frames = 0;
        for (StackTraceElement frame : failure.getStackTrace()) {
            if (frames < 4 && frame.getClassName().startsWith("io.sluice")) {
                text.append(" < ").append(frame.getFileName()).append(':').append(frame.getLineNumber());
                frames++;
            }
        }
        return failure.getCause() == null ? text.toString() : text + " because of " + trace(failure.getCause());
    }
}
