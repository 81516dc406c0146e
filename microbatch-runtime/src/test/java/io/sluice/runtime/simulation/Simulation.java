package io.sluice.runtime.simulation;

import java.io.IOException;
import java.util.Optional;

/**
 * Many seeds, one after the other. Arguments: {@code --runs N}, {@code --seed N}, the first one, {@code --all}, to go on after a
 * failure. Prints a line of JSON, and for a run that has failed how to repeat it; then exits with 1. With {@code --broken}:
 * after how many runs each {@link BrokenProtocol} is caught.
 */
public final class Simulation {
    /** A run that was wrong. */
    record Failure(long seed, String story, Throwable what) {
        @Override
        public String toString() {
            return "seed %d: %s\n  %s\n  repeat it: ./benchmarks/simulate --runs 1 --seed %d"
                    .formatted(seed, what.getMessage(), story, seed);
        }
    }

    private static final long MOST_RUNS = 2_000;

    private Simulation() {}

    public static void main(String[] arguments) throws IOException {
        long runs = 100_000;
        long seed = 1;
        boolean goesOn = false;
        boolean broken = false;
        for (int i = 0; i < arguments.length; i++) {
            switch (arguments[i]) {
                case "--runs" -> runs = Long.parseLong(arguments[++i]);
                case "--seed" -> seed = Long.parseLong(arguments[++i]);
                case "--all" -> goesOn = true;
                case "--broken" -> broken = true;
                default -> throw new IllegalArgumentException(
                        "expected --runs N, --seed N, --all, --broken, got " + arguments[i]);
            }
        }
        if (broken) {
            System.exit(catchBroken(seed) ? 0 : 1);
        }
        long start = System.nanoTime();
        long failed = 0;
        long done = 0;
        while (done < runs && (failed == 0 || goesOn)) {
            Optional<Failure> failure = run(seed + done, Protocol.RIGHT);
            done++;
            if (failure.isPresent()) {
                failed++;
                System.err.println(failure.get());
                if (runs == 1) {
                    failure.get().what().printStackTrace();
                }
            }
        }
        System.out.printf(
                "{\"benchmark\":\"simulate\",\"runs\":%d,\"first_seed\":%d,\"failed\":%d,\"seconds\":%.1f}%n",
                done, seed, failed, (System.nanoTime() - start) / 1e9);
        System.exit(failed == 0 ? 0 : 1);
    }

    /** Tells after how many runs each broken protocol is caught; false if one is not. */
    private static boolean catchBroken(long seed) {
        boolean all = true;
        for (BrokenProtocol broken : BrokenProtocol.values()) {
            Optional<Failure> failure = first(MOST_RUNS, seed, broken);
            all &= failure.isPresent();
            System.out.printf(
                    "{\"broken\":\"%s\",\"caught_after\":%s,\"by\":\"%s\"}%n",
                    broken,
                    failure.map(found -> Long.toString(found.seed() - seed + 1)).orElse("null"),
                    failure.map(found -> shortened(found.what().getMessage())).orElse(""));
        }
        return all;
    }

    private static String shortened(String text) {
        String line = text.lines().findFirst().orElse("").replace('"', '\'');
        return line.length() <= 100 ? line : line.substring(0, 100) + "…";
    }

    /** Runs one seed; empty if all was right. */
    static Optional<Failure> run(long seed, Protocol protocol) {
        SimulatedRun run = new SimulatedRun(seed, protocol);
        try {
            run.run();
            return Optional.empty();
        } catch (AssertionError | IOException e) {
            return Optional.of(new Failure(seed, run.story(), e));
        }
    }

    /** The first failure of so many runs. */
    static Optional<Failure> first(long runs, long seed, Protocol protocol) {
        for (long run = 0; run < runs; run++) {
            Optional<Failure> failure = run(seed + run, protocol);
            if (failure.isPresent()) {
                return failure;
            }
        }
        return Optional.empty();
    }
}
