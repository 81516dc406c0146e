package io.sluice.engine.law;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Runs files of the catalogue in all modes, and fails at the first answer that is not DuckDB's: for {@code ./benchmarks/mutations}. */
public final class LawRun {
    /** Queries that run together: the fewer, the sooner the first wrong one is found. */
    private static final int PORTION = 12;

    private LawRun() {}

    /** @param files of the catalogue */
    public static void main(String[] files) throws Exception {
        Path directory = Files.createTempDirectory("law");
        try (LawRig rig = new LawRig(directory, 20010101, 300)) {
            for (String file : files) {
                List<LawQuery> queries = LawCatalogue.read().get(file);
                for (int first = 0; first < queries.size(); first += PORTION) {
                    List<LawQuery> portion = queries.subList(first, Math.min(queries.size(), first + PORTION));
                    for (LawMode mode : LawMode.values()) {
                        rig.check(portion, mode);
                    }
                }
            }
        }
        System.exit(0);
    }
}
