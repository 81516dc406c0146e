package io.sluice.checkpoint.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class StateJsonTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    private static final String LINE =
            """
            {"batch":3,"sources":{"arrow":{"deltas":[{"table":"x/y","arrow":"AQI="}]}},"none":[],
             "deltas":[{"table":"a/b","rows":2%s},{"table":"c/d","rows":1,"file":"f"},{"table":"e/f","rows":0%s}],"nothing":{}}
            """;

    private static String line(String first, String last) {
        return LINE.formatted(first, last);
    }

    @Test
    void rowsThatRideInALineAreOfItsDeltasOnly() throws IOException {
        String line = line(",\"arrow\":\"AQID\"", ",\"arrow\":\"\"");
        assertThat(StateJson.inline(JSON.createParser(line)))
                .hasSize(2)
                .containsEntry("a/b", new byte[] {1, 2, 3})
                .containsEntry("e/f", new byte[0]);
    }

    @Test
    void theRestOfALineIsAllElse() throws IOException {
        JsonNode rest = JSON.readTree(
                StateJson.withoutInline(JSON.createParser(line(",\"arrow\":\"AQID\"", ",\"arrow\":\"\""))));
        assertThat(rest).isEqualTo(JSON.readTree(line("", "")));
    }

    @Test
    void whatIsNoBase64Fails() {
        assertThatThrownBy(() -> StateJson.inline(JSON.createParser(line(",\"arrow\":\"A*\"", ""))))
                .isInstanceOf(IOException.class);
    }
}
