package io.sluice.sources.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.util.ByteArrayBuilder;
import java.io.IOException;

/** An object or array as JSON text without blanks, for a column of STRING. Numbers keep the digits they were written with. */
final class NestedText {
    private final JsonFactory factory;
    private final ByteArrayBuilder text = new ByteArrayBuilder();

    NestedText(JsonFactory factory) {
        this.factory = factory;
    }

    /** The text of the value that begins at the parser's token, which is then at its end. */
    byte[] read(JsonParser parser) throws IOException {
        text.reset();
        try (JsonGenerator out = factory.createGenerator(text)) {
            int depth = 0;
            JsonToken token = parser.currentToken();
            do {
                depth += token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
                copy(parser, token, out);
                if (depth > 0) {
                    token = parser.nextToken();
                }
            } while (depth > 0 && token != null);
        }
        return text.toByteArray();
    }

    private static void copy(JsonParser parser, JsonToken token, JsonGenerator out) throws IOException {
        switch (token) {
            case START_OBJECT -> out.writeStartObject();
            case END_OBJECT -> out.writeEndObject();
            case START_ARRAY -> out.writeStartArray();
            case END_ARRAY -> out.writeEndArray();
            case FIELD_NAME -> out.writeFieldName(parser.currentName());
            case VALUE_STRING -> out.writeString(
                    parser.getTextCharacters(), parser.getTextOffset(), parser.getTextLength());
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> out.writeNumber(parser.getText());
            case VALUE_TRUE -> out.writeBoolean(true);
            case VALUE_FALSE -> out.writeBoolean(false);
            case VALUE_NULL -> out.writeNull();
            case NOT_AVAILABLE, VALUE_EMBEDDED_OBJECT -> throw new IllegalStateException("JSON text has no " + token);
        }
    }
}
