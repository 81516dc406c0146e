package io.sluice.engine.catalog;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.sluice.planner.Nearest;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Turns the {@code WITH (…)} options of a table into the options record of its connector. A component is named by its
 * {@code @JsonProperty}; one named {@code prefix.*} is a map that takes all options with that prefix. A component of type
 * {@code Optional} or {@code Map} may be absent, all others are required. A component that is a record groups options: it
 * has no name of its own.
 */
public final class OptionBinder {
    /** Annotations are read once: Java parses them anew for each accessor that it hands out. */
    private static final ClassValue<List<Leaf>> LEAVES = new ClassValue<>() {
        @Override
        protected List<Leaf> computeValue(Class<?> type) {
            return Arrays.stream(type.getRecordComponents())
                    .flatMap(component -> component.getType().isRecord()
                            ? LEAVES.get(component.getType()).stream()
                            : Stream.of(Leaf.of(component)))
                    .toList();
        }
    };

    private final String table;
    private final OptionValues values;

    /** A component that is an option, in a record within the record too. */
    private record Leaf(String name, RecordComponent component, Method accessor) {
        static Leaf of(RecordComponent component) {
            Method accessor = component.getAccessor();
            JsonProperty property = accessor.getAnnotation(JsonProperty.class);
            return new Leaf(property == null ? component.getName() : property.value(), component, accessor);
        }

        boolean isMap() {
            return component.getType() == Map.class;
        }
    }

    /** Relative paths in the options start at {@code base}. */
    public OptionBinder(String table, Path base) {
        this.table = table;
        this.values = new OptionValues(base);
    }

    /** Fails with an {@link OptionException} that names the table and the option. */
    public <O extends Record> O bind(Map<String, String> options, Class<O> type) {
        Map<String, String> unused = new TreeMap<>(options);
        unused.remove("connector");
        List<Leaf> all = LEAVES.get(type);
        refuseUnknown(unused.keySet(), all);
        Map<Method, Object> values = new HashMap<>();
        for (Leaf leaf : all) {
            if (!leaf.isMap()) {
                values.put(leaf.accessor, value(leaf, unused.remove(leaf.name), all));
            }
        }
        for (Leaf leaf : all) {
            if (leaf.isMap()) {
                values.put(leaf.accessor, takePrefixed(unused, leaf.name));
            }
        }
        return newRecord(type, values);
    }

    private Object value(Leaf leaf, String text, List<Leaf> all) {
        if (text == null) {
            if (leaf.component.getType() == Optional.class) {
                return Optional.empty();
            }
            throw new OptionException(
                    "",
                    "table \"%s\": option '%s' is required".formatted(table, leaf.name),
                    "The options are %s.".formatted(quoted(names(all))));
        }
        try {
            return values.parse(text, leaf.component.getGenericType());
        } catch (IllegalArgumentException | ArithmeticException e) {
            throw new OptionException(
                    leaf.name, "table \"%s\": option '%s': %s".formatted(table, leaf.name, e.getMessage()), "");
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
    private void refuseUnknown(Set<String> given, List<Leaf> components) {
        for (String option : given) {
            if (!knows(components, option)) {
                throw unknown(option, components);
            }
        }
    }

    private static boolean knows(List<Leaf> components, String option) {
        return components.stream()
                .map(Leaf::name)
                .anyMatch(name -> name.endsWith("*")
                        ? option.startsWith(name.substring(0, name.length() - 1))
                        : name.equals(option));
    }

    /** The options but those that only the other side of a table knows: one may be read and written. */
    static Map<String, String> without(
            Map<String, String> options,
            Optional<Class<? extends Record>> type,
            Optional<Class<? extends Record>> otherSide) {
        if (type.isEmpty() || otherSide.isEmpty()) {
            return options;
        }
        List<Leaf> own = LEAVES.get(type.get());
        List<Leaf> others = LEAVES.get(otherSide.get());
        Map<String, String> rest = new TreeMap<>(options);
        rest.keySet().removeIf(option -> !knows(own, option) && knows(others, option));
        return rest;
    }

    private OptionException unknown(String option, List<Leaf> components) {
        List<String> names = names(components);
        List<String> nearest = Nearest.of(option, names);
        return new OptionException(
                option,
                "table \"%s\": there is no option '%s'".formatted(table, option),
                nearest.isEmpty()
                        ? "The options are %s.".formatted(quoted(names))
                        : "Did you mean %s? The options are %s.".formatted(quoted(nearest), quoted(names)));
    }

    private <O> O newRecord(Class<O> type, Map<Method, Object> values) {
        RecordComponent[] components = type.getRecordComponents();
        Class<?>[] types =
                Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
        Object[] bound = Arrays.stream(components)
                .map(component -> component.getType().isRecord()
                        ? newRecord(component.getType(), values)
                        : values.get(component.getAccessor()))
                .toArray();
        try {
            return type.getDeclaredConstructor(types).newInstance(bound);
        } catch (InvocationTargetException e) {
            throw new OptionException(
                    "", "table \"%s\": %s".formatted(table, e.getCause().getMessage()), "");
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("%s is not a public record".formatted(type), e);
        }
    }

    private static List<String> names(List<Leaf> components) {
        List<String> names = new ArrayList<>();
        names.add("connector");
        components.stream().map(Leaf::name).sorted().forEach(names::add);
        return names;
    }

    private static String quoted(List<String> names) {
        return "'" + String.join("', '", names) + "'";
    }
}
