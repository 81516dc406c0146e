package io.sluice.sinks.file;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.lang.reflect.Constructor;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Options by their names, as WITH has them: sizes in bytes, durations as ISO-8601 writes them. */
final class TestOptions {
    private TestOptions() {}

    static FileSinkOptions of(Path path, String format, String... namesAndValues) {
        Map<String, Object> options = new HashMap<>();
        options.put("path", path);
        options.put("format", format);
        for (int i = 0; i < namesAndValues.length; i += 2) {
            options.put(namesAndValues[i], namesAndValues[i + 1]);
        }
        FileSinkOptions bound = (FileSinkOptions) bind(FileSinkOptions.class, options);
        if (!options.isEmpty()) {
            throw new IllegalArgumentException("no such options: " + options.keySet());
        }
        return bound;
    }

    private static Object bind(Class<?> type, Map<String, Object> options) {
        RecordComponent[] components = type.getRecordComponents();
        Object[] values = new Object[components.length];
        for (int i = 0; i < components.length; i++) {
            JsonProperty property = components[i].getAccessor().getAnnotation(JsonProperty.class);
            if (property == null) {
                values[i] = bind(components[i].getType(), options);
            } else if (property.value().endsWith("*")) {
                values[i] = prefixed(property.value(), options);
            } else {
                values[i] = value(options.remove(property.value()), components[i].getGenericType());
            }
        }
        try {
            Constructor<?> constructor = type.getDeclaredConstructor(
                    Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new));
            return constructor.newInstance(values);
        } catch (java.lang.reflect.InvocationTargetException e) {
            throw (RuntimeException) e.getCause();
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Map<String, String> prefixed(String pattern, Map<String, Object> options) {
        Map<String, String> found = new HashMap<>();
        options.forEach((name, value) -> {
            if (name.startsWith(pattern.substring(0, pattern.length() - 1))) {
                found.put(name, (String) value);
            }
        });
        options.keySet().removeAll(found.keySet());
        return found;
    }

    private static Object value(Object given, Type type) {
        if (type instanceof ParameterizedType optional) {
            return Optional.ofNullable(given).map(value -> value(value, optional.getActualTypeArguments()[0]));
        }
        if (!(given instanceof String text) || type == String.class) {
            return given;
        }
        if (type == Long.class) {
            return Long.valueOf(text);
        }
        if (type == Integer.class) {
            return Integer.valueOf(text);
        }
        if (type == Boolean.class) {
            return Boolean.valueOf(text);
        }
        if (type == Duration.class) {
            return Duration.parse(text);
        }
        for (Object constant : ((Class<?>) type).getEnumConstants()) {
            if (constant.toString().equalsIgnoreCase(text)
                    || ((Enum<?>) constant).name().equals(text.toUpperCase(Locale.ROOT))) {
                return constant;
            }
        }
        throw new IllegalArgumentException("no value of " + type + ": " + text);
    }
}
