package io.sluice.planner.explain;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.planner.Planner;
import io.sluice.planner.PlannerOptions;
import io.sluice.planner.TestCatalog;
import io.sluice.planner.plan.WatermarkRules.NullTime;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;

class PlanDifferencesTest {
    private static final String HOURLY = "SELECT window_start, channel, COUNT(*) AS n, SUM(price) AS total"
            + " FROM TABLE(TUMBLE(TABLE bids, DESCRIPTOR(ts), INTERVAL '1' HOUR)) GROUP BY window_start, channel";

    private static JsonNode json(String sql) {
        return json(TestCatalog.standard(), sql);
    }

    private static JsonNode json(TestCatalog catalog, String sql) {
        return Planner.toJson(catalog.plan(sql));
    }

    private static List<String> differences(String stored, String current) {
        return Planner.differences(json(stored), json(current));
    }

    @Test
    void theSameQueryFits() {
        assertThat(differences(HOURLY, HOURLY)).isEmpty();
        assertThat(json(HOURLY).toString()).isEqualTo(json(HOURLY).toString());
    }

    @Test
    void aFilterBelowMayChange() {
        assertThat(differences(HOURLY, HOURLY.replace("GROUP BY", "WHERE price > 1 GROUP BY")))
                .isEmpty();
    }

    @Test
    void aFilterAboveMayChange() {
        assertThat(differences(HOURLY, HOURLY + " HAVING COUNT(*) > 3")).isEmpty();
    }

    @Test
    void whatIsSelectedOfAWindowMayChange() {
        assertThat(differences(
                        HOURLY,
                        HOURLY.replace("SELECT window_start,", "SELECT window_start, window_end,") + ", window_end"))
                .isEmpty();
    }

    @Test
    void namesMayChange() {
        assertThat(differences(HOURLY, HOURLY.replace("AS n", "AS bids"))).isEmpty();
    }

    @Test
    void theSameInOtherStepsFits() {
        assertThat(differences(
                        HOURLY,
                        "SELECT TUMBLE_START(ts, INTERVAL '1' HOUR), channel, COUNT(*), SUM(price) FROM bids"
                                + " GROUP BY TUMBLE(ts, INTERVAL '1' HOUR), channel"))
                .isEmpty();
    }

    @Test
    void anotherDelayOfAWatermarkFits() {
        TestCatalog other = new TestCatalog(new PlannerOptions(ZoneOffset.UTC, false, NullTime.DROP))
                .create(
                        "CREATE TABLE bids (id BIGINT NOT NULL, auction INT NOT NULL, price DECIMAL(10, 2), channel STRING,"
                                + " ts TIMESTAMP(3) NOT NULL, WATERMARK FOR ts AS ts - INTERVAL '9' SECOND)");
        assertThat(Planner.differences(json(HOURLY), json(other, HOURLY))).isEmpty();
    }

    @Test
    void anotherWindowDoesNotFit() {
        assertThat(differences(HOURLY, HOURLY.replace("'1' HOUR", "'2' HOUR")))
                .singleElement()
                .asString()
                .contains("\"aggregate-1\" has the window", "2 hours", "1 hour");
    }

    @Test
    void anotherAggregateDoesNotFit() {
        assertThat(differences(HOURLY, HOURLY.replace("SUM(price)", "SUM(auction)")))
                .singleElement()
                .asString()
                .contains("\"aggregate-1\" computes", "SUM(bids.auction INT)", "SUM(bids.price DECIMAL(10, 2))");
    }

    @Test
    void otherRanksDoNotFit() {
        String top =
                "SELECT auction, price, rn FROM (SELECT *, ROW_NUMBER() OVER (PARTITION BY auction ORDER BY price DESC) AS rn"
                        + " FROM bids) WHERE rn <= 3";
        assertThat(differences(top, top.replace("<= 3", "<= 5")))
                .singleElement()
                .asString()
                .contains("\"rank-1\" ranks", "5", "3");
        assertThat(differences(top, top)).isEmpty();
    }

    @Test
    void stateThatIsForgottenFitsThatOfAnotherTimeOnly() {
        String channels = "SELECT channel, COUNT(*) AS n FROM bids GROUP BY channel";
        assertThat(Planner.differences(json(channels), json(forgetting(60), channels)))
                .singleElement()
                .asString()
                .contains("\"aggregate-1\" forgets what is unchanged for a while; in the checkpoint: (none)");
        assertThat(Planner.differences(json(forgetting(90), channels), json(forgetting(60), channels)))
                .isEmpty();
    }

    private static TestCatalog forgetting(long seconds) {
        return new TestCatalog(
                        new PlannerOptions(ZoneOffset.UTC, false, NullTime.DROP, seconds * 1_000_000, true, true))
                .create("CREATE TABLE bids (id BIGINT NOT NULL, channel STRING)");
    }

    @Test
    void anotherKeyDoesNotFit() {
        assertThat(differences(HOURLY, HOURLY.replace("channel", "auction")))
                .singleElement()
                .asString()
                .contains("\"aggregate-1\" groups by", "bids.auction", "bids.channel");
    }

    @Test
    void anotherModeDoesNotFit() {
        assertThat(differences(HOURLY, HOURLY + " EMIT UPDATE")).hasSize(2);
    }

    @Test
    void stateThatIsGoneDoesNotFit() {
        assertThat(differences(HOURLY, "SELECT channel FROM bids"))
                .containsExactly("\"aggregate-1\", which has state, is not in the query any more");
    }

    @Test
    void stateThatIsNewDoesNotFit() {
        assertThat(differences("SELECT channel FROM bids", HOURLY)).isNotEmpty();
    }

    @Test
    void anotherSourceDoesNotFit() {
        assertThat(differences("SELECT price FROM bids", "SELECT price FROM asks"))
                .containsExactly(
                        "table \"bids\" was read and is not any more", "table \"asks\" is read and was not before");
    }
}
