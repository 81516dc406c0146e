package io.sluice.engine.law;

import io.sluice.engine.law.LawQueries.LawQuery;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The law for joins, queries inside expressions, and group-bys over what is taken back. */
class OperatorsTest {
    private static final int ROWS = 300;
    private static final long SEED = 20261125;

    @TempDir
    private static Path directory;

    private static LawRig rig;

    private enum Corpus {
        JOINS(JoinQueries.ALL),
        RETRACTIONS(RetractionQueries.ALL),
        SUB_QUERIES(SubQueries.ALL);

        private final List<LawQuery> queries;

        Corpus(List<LawQuery> queries) {
            this.queries = queries;
        }
    }

    @BeforeAll
    static void makeRows() throws Exception {
        rig = new LawRig(directory, SEED, ROWS);
    }

    @AfterAll
    static void close() throws Exception {
        rig.close();
    }

    @ParameterizedTest
    @EnumSource
    void everyModeEqualsTheBatchAnswer(LawRig.Mode mode) throws Exception {
        for (Corpus corpus : Corpus.values()) {
            rig.check(corpus.queries, mode);
        }
    }
}
