package io.sluice.engine.law;

import java.nio.file.Files;
import java.nio.file.Path;

/** Runs files of the catalogue in all modes, and fails at the first answer that is not DuckDB's: for {@code ./benchmarks/mutations}. */
public final class LawRun {
    private LawRun() {}

    /** @param files of the catalogue */
    public static void main(String[] files) throws Exception {
        Path directory = Files.createTempDirectory("law");
        try (LawRig rig = new LawRig(directory, 20010101, 300)) {
            for (String file : files) {
                for (LawMode mode : LawMode.values()) {
                    rig.check(LawCatalogue.read().get(file), mode);
                }
            }
        }
        System.exit(0);
    }
}
