package io.sluice.engine.catalog;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.sluice.planner.Nearest;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Turns the {@code WITH (…)} options of a table into the options record of its connector. A component is named by its
 * {@code @JsonProperty}; one named {@code prefix.*} is a map that takes all options with that prefix. A component of type
 * {@code Optional} or {@code Map} may be absent, all others are required.
 */
public final class OptionBinder {
    private final String table;
    private final OptionValues values;

    /** Relative paths in the options start at {@code base}. */
    public OptionBinder(String table, Path base) {
        this.table = table;
        this.values = new OptionValues(base);
    }

    /** Fails with an {@link OptionException} that names the table and the option. */
    public <O extends Record> O bind(Map<String, String> options, Class<O> type) {
        Map<String, String> unused = new TreeMap<>(options);
        unused.remove("connector");
        RecordComponent[] components = type.getRecordComponents();
        Object[] bound = new Object[components.length];
        refuseUnknown(unused.keySet(), components);
        for (int i = 0; i < components.length; i++) {
            if (components[i].getType() != Map.class) {
                bound[i] = value(components[i], unused.remove(name(components[i])), type);
            }
        }
        for (int i = 0; i < components.length; i++) {
            if (components[i].getType() == Map.class) {
                bound[i] = takePrefixed(unused, name(components[i]));
            }
        }
        return newRecord(type, components, bound);
    }

    private Object value(RecordComponent component, String text, Class<?> type) {
        String name = name(component);
        if (text == null) {
            if (component.getType() == Optional.class) {
                return Optional.empty();
            }
            throw new OptionException(
                    "",
                    "table \"%s\": option '%s' is required".formatted(table, name),
                    "The options are %s.".formatted(quoted(names(type.getRecordComponents()))));
        }
        try {
            return values.parse(text, component.getGenericType());
        } catch (IllegalArgumentException | ArithmeticException e) {
            throw new OptionException(name, "table \"%s\": option '%s': %s".formatted(table, name, e.getMessage()), "");
        }
    }

    private static Map<String, String> takePrefixed(Map<String, String> unused, String pattern) {
        String prefix = pattern.substring(0, pattern.length() - 1);
        Map<String, String> taken = new TreeMap<>();
        unused.forEach((name, text) -> {
            if (name.startsWith(prefix)) {
                taken.put(name, text);
            }
        });
        unused.keySet().removeAll(taken.keySet());
        return taken;
    }

    /** First of all, so that a misspelt name is not reported as the absence of the right one. */
    private void refuseUnknown(Set<String> given, RecordComponent[] components) {
        List<String> names = Arrays.stream(components).map(OptionBinder::name).toList();
        for (String option : given) {
            boolean known = names.stream()
                    .anyMatch(name -> name.endsWith("*")
                            ? option.startsWith(name.substring(0, name.length() - 1))
                            : name.equals(option));
            if (!known) {
                throw unknown(option, components);
            }
        }
    }

    private OptionException unknown(String option, RecordComponent[] components) {
        List<String> names = names(components);
        List<String> nearest = Nearest.of(option, names);
        return new OptionException(
                option,
                "table \"%s\": there is no option '%s'".formatted(table, option),
                nearest.isEmpty()
                        ? "The options are %s.".formatted(quoted(names))
                        : "Did you mean %s? The options are %s.".formatted(quoted(nearest), quoted(names)));
    }

    private <O extends Record> O newRecord(Class<O> type, RecordComponent[] components, Object[] bound) {
        Class<?>[] types =
                Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
        try {
            return type.getDeclaredConstructor(types).newInstance(bound);
        } catch (InvocationTargetException e) {
            throw new OptionException(
                    "", "table \"%s\": %s".formatted(table, e.getCause().getMessage()), "");
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("%s is not a public record".formatted(type), e);
        }
    }

    private static List<String> names(RecordComponent[] components) {
        List<String> names = new ArrayList<>();
        names.add("connector");
        Arrays.stream(components).map(OptionBinder::name).sorted().forEach(names::add);
        return names;
    }

    private static String quoted(List<String> names) {
        return "'" + String.join("', '", names) + "'";
    }

    private static String name(RecordComponent component) {
        JsonProperty property = component.getAccessor().getAnnotation(JsonProperty.class);
        return property == null ? component.getName() : property.value();
    }
}
