package io.sluice.sources;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class BuiltInSourcesTest {
    @Test
    void theBuiltInConnectorsHaveTheirNames() {
        assertThat(BuiltInSources.ALL)
                .extracting(SourceFactory::connector)
                .containsExactly("filesystem", "datagen", "rate", "rate-micro-batch", "nexmark", "socket");
        assertThat(BuiltInSources.services()).isEmpty();
    }

    @Test
    void optionsAreNamedAndAbsentOnesAreOptionalOrMaps() {
        for (SourceFactory<?> factory : BuiltInSources.ALL) {
            RecordComponent[] components = options(factory.optionsType()).toArray(RecordComponent[]::new);
            List<String> names = Arrays.stream(components)
                    .map(component -> component
                            .getAccessor()
                            .getAnnotation(JsonProperty.class)
                            .value())
                    .toList();
            assertThat(names).doesNotHaveDuplicates();
            for (int i = 0; i < components.length; i++) {
                Class<?> type = components[i].getType();
                assertThat(type == Map.class)
                        .as(names.get(i))
                        .isEqualTo(names.get(i).endsWith(".*"));
                boolean required = List.of("path", "format", "rowsPerBatch", "hostname", "port")
                        .contains(names.get(i));
                assertThat(type == Optional.class || type == Map.class)
                        .as(names.get(i))
                        .isEqualTo(!required);
            }
        }
    }

    /** Those in records within the record, too. */
    private static Stream<RecordComponent> options(Class<?> type) {
        return Arrays.stream(type.getRecordComponents())
                .flatMap(component ->
                        component.getType().isRecord() ? options(component.getType()) : Stream.of(component));
    }
}
