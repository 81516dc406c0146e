package io.sluice.planner.function;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/** A text as JSON: numbers keep their digits, objects their order; the last of equal members counts. */
final class JsonDocument {
    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .enable(StreamReadFeature.USE_FAST_DOUBLE_PARSER)
            .nodeFactory(JsonNodeFactory.instance)
            .build();
    private static final ObjectReader READER = MAPPER.readerFor(JsonNode.class);

    private JsonDocument() {}

    /** Empty for what is no JSON. */
    static Optional<JsonNode> read(Utf8 text) {
        try {
            JsonNode node = READER.readValue(text.bytes, text.start, text.length);
            return Optional.ofNullable(node).filter(read -> !read.isMissingNode());
        } catch (JsonProcessingException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static JsonNode require(Utf8 text) {
        return read(text)
                .orElseThrow(() -> new RowException(
                        "not JSON: " + Text.quoted(text),
                        "Say what to give instead with ON ERROR, or filter with IS JSON."));
    }

    /** A name that an object has more than once, not counting those of what is in it. */
    static Optional<String> repeatedName(Utf8 object) {
        Set<String> names = new HashSet<>();
        try (JsonParser parser = MAPPER.createParser(object.bytes, object.start, object.length)) {
            parser.nextToken();
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                if (!names.add(parser.currentName())) {
                    return Optional.of(parser.currentName());
                }
                parser.nextToken();
                parser.skipChildren();
            }
            return Optional.empty();
        } catch (JsonProcessingException e) {
            throw new RowException(
                    "expected the members of a JSON object, got " + object,
                    "Look at the values that are said to be JSON (FORMAT JSON).");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Without blanks. */
    static String text(JsonNode node) {
        return node.isBigDecimal() ? number(node) : node.toString();
    }

    /** Of a number its digits, of a text what it says. */
    static String scalar(JsonNode node) {
        return node.isBigDecimal() ? number(node) : node.asText();
    }

    private static String number(JsonNode node) {
        return node.decimalValue().toString();
    }
}
