package io.sluice.engine.law;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The law for {@link SubQueries}. */
class SubQueryTest {
    private static final int ROWS = 300;

    @TempDir
    private static Path directory;

    private static LawRig rig;

    @BeforeAll
    static void makeRows() throws Exception {
        rig = new LawRig(directory, 20261126, ROWS);
    }

    @AfterAll
    static void close() throws Exception {
        rig.close();
    }

    @ParameterizedTest
    @EnumSource
    void everyModeEqualsTheBatchAnswer(LawRig.Mode mode) throws Exception {
        rig.check(SubQueries.ALL, mode);
    }
}
