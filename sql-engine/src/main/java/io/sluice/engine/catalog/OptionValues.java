package io.sluice.engine.catalog;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Turns the text of one option into the type of its record component. */
public final class OptionValues {
    private static final Pattern QUANTITY = Pattern.compile("\\s*(-?\\d+)\\s*([a-zA-Z]*)\\s*");
    private static final Map<String, Integer> SIZE_SHIFTS =
            Map.of("", 0, "b", 0, "bytes", 0, "k", 10, "kb", 10, "m", 20, "mb", 20, "g", 30, "gb", 30);
    private static final List<String> TRUE_FALSE = List.of("true", "false");

    private final Path base;

    /** Relative paths start at {@code base}. */
    OptionValues(Path base) {
        this.base = base;
    }

    /** Throws {@code IllegalArgumentException} with what was expected and got. */
    Object parse(String text, Type type) {
        if (type instanceof ParameterizedType list && list.getRawType() == List.class) {
            return paths(text);
        }
        if (type instanceof ParameterizedType optional && optional.getRawType() == Optional.class) {
            return Optional.of(parse(text, optional.getActualTypeArguments()[0]));
        }
        if (type == String.class) {
            return text;
        }
        if (type == int.class || type == Integer.class) {
            return Math.toIntExact(size(text));
        }
        if (type == long.class || type == Long.class) {
            return size(text);
        }
        if (type == double.class || type == Double.class) {
            return Double.parseDouble(text.strip());
        }
        if (type == boolean.class || type == Boolean.class) {
            return bool(text);
        }
        if (type == Duration.class) {
            return duration(text);
        }
        if (type == Path.class) {
            return base.resolve(text);
        }
        if (type instanceof Class<?> enumType && enumType.isEnum()) {
            return constant(text, enumType);
        }
        throw new IllegalStateException("options have no type " + type);
    }

    /** {@code a;b}, unless there is something of that name as a whole. */
    private List<Path> paths(String text) {
        if (Files.exists(base.resolve(text))) {
            return List.of(base.resolve(text));
        }
        return Arrays.stream(text.split(";"))
                .map(String::strip)
                .filter(path -> !path.isEmpty())
                .map(base::resolve)
                .toList();
    }

    private static boolean bool(String text) {
        String lower = text.strip().toLowerCase(Locale.ROOT);
        if (!TRUE_FALSE.contains(lower)) {
            throw new IllegalArgumentException("expected 'true' or 'false', got '%s'".formatted(text));
        }
        return lower.equals("true");
    }

    /** Bytes: {@code 1 gb}, {@code 64mb}; a plain number is bytes. Throws {@code IllegalArgumentException}. */
    public static long size(String text) {
        Matcher matcher = QUANTITY.matcher(text);
        Integer shift = matcher.matches() ? SIZE_SHIFTS.get(matcher.group(2).toLowerCase(Locale.ROOT)) : null;
        if (shift == null) {
            throw new IllegalArgumentException(
                    "expected a whole number or a size such as '64 MB', got '%s'".formatted(text));
        }
        return Math.multiplyExact(Long.parseLong(matcher.group(1)), 1L << shift);
    }

    /** Durations as Flink writes them: {@code 10 s}, {@code 500ms}, {@code 1 min}; a plain number is milliseconds. */
    static Duration duration(String text) {
        Matcher matcher = QUANTITY.matcher(text);
        if (matcher.matches()) {
            long value = Long.parseLong(matcher.group(1));
            switch (matcher.group(2).toLowerCase(Locale.ROOT)) {
                case "", "ms", "milli", "millis", "millisecond", "milliseconds":
                    return Duration.ofMillis(value);
                case "s", "sec", "second", "seconds":
                    return Duration.ofSeconds(value);
                case "m", "min", "minute", "minutes":
                    return Duration.ofMinutes(value);
                case "h", "hour", "hours":
                    return Duration.ofHours(value);
                case "d", "day", "days":
                    return Duration.ofDays(value);
                default:
                    break;
            }
        }
        throw new IllegalArgumentException(
                "expected a duration such as '5 s', '500 ms' or '1 min', got '%s'".formatted(text));
    }

    private static Object constant(String text, Class<?> type) {
        String wanted = text.strip().replace('-', '_');
        List<String> names = Arrays.stream(type.getEnumConstants())
                .map(value -> value.toString().toLowerCase(Locale.ROOT).replace('_', '-'))
                .toList();
        return Arrays.stream(type.getEnumConstants())
                .filter(value -> value.toString().replace('-', '_').equalsIgnoreCase(wanted))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "expected one of '%s', got '%s'".formatted(String.join("', '", names), text)));
    }
}
