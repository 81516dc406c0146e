package io.sluice.engine.query;

import io.sluice.engine.catalog.OptionValues;
import io.sluice.planner.Nearest;
import io.sluice.planner.PlannerOptions;
import io.sluice.planner.plan.StateTtl;
import io.sluice.planner.plan.WatermarkRules.NullTime;
import io.sluice.runtime.RowErrors;
import io.sluice.runtime.StateLimits;
import io.sluice.runtime.Trigger;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZoneId;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What SET has set. Immutable; each query keeps the one that was in force at its statement. */
public final class Settings {
    private static final List<String> RUNTIME_MODES = List.of("streaming", "batch");
    private static final List<String> NULL_TIMES = List.of("drop", "fail", "late");
    private static final List<String> OVERFLOWS = List.of("fail", "wrap");
    private static final List<String> APPROXIMATE_AGGREGATES = List.of("sketch", "exact");
    private static final List<String> BOOLEANS = List.of("true", "false");
    private static final List<String> ROW_ERRORS = List.of("fail", "null", "skip", "dead-letter");

    public static final Settings DEFAULT = new Settings(Map.of());

    private final Map<Setting, String> values;

    private Settings(Map<Setting, String> values) {
        this.values = values.isEmpty() ? Map.of() : new EnumMap<>(values);
    }

    public String get(Setting setting) {
        return values.getOrDefault(setting, setting.defaultValue());
    }

    /** Fails with an {@code IllegalArgumentException} that says what is expected. */
    public Settings with(String key, String value) {
        Setting setting = setting(key);
        check(setting, value.strip());
        Map<Setting, String> changed = new EnumMap<>(Setting.class);
        changed.putAll(values);
        changed.put(setting, value.strip());
        return new Settings(changed);
    }

    public Settings without(String key) {
        Map<Setting, String> changed = new EnumMap<>(Setting.class);
        changed.putAll(values);
        changed.remove(setting(key));
        return new Settings(changed);
    }

    private static Setting setting(String key) {
        return Setting.find(key).orElseThrow(() -> {
            List<String> nearest = Nearest.of(key, Setting.keys());
            String known = "the settings are '" + String.join("', '", Setting.keys()) + "'";
            return new IllegalArgumentException("there is no setting '%s'; %s%s"
                    .formatted(key, nearest.isEmpty() ? "" : "did you mean '" + nearest.get(0) + "'? ", known));
        });
    }

    private static void check(Setting setting, String value) {
        switch (setting) {
            case TRIGGER -> Trigger.parse(value);
            case RUNTIME_MODE -> oneOf(setting, value, RUNTIME_MODES);
            case STATE_TTL -> duration(setting, value);
            case NULL_TIME -> oneOf(setting, value, NULL_TIMES);
            case INTEGER_OVERFLOW -> oneOf(setting, value, OVERFLOWS);
            case ROW_ERROR -> oneOf(setting, value, ROW_ERRORS);
            case APPROXIMATE_AGGREGATES -> oneOf(setting, value, APPROXIMATE_AGGREGATES);
            case DURABLE, JOIN_ORDER -> oneOf(setting, value, BOOLEANS);
            case PARALLELISM -> wholeNumber(setting, value, 1);
            case RETAINED_BATCHES -> wholeNumber(setting, value, 2);
            case STATE_MEMORY -> size(setting, value);
            case TIME_ZONE -> zone(value);
            case SPILL_DIRECTORY, CHECKPOINT_DIRECTORY, QUERY_NAME, DEAD_LETTER_TABLE -> {
                if (value.isEmpty()) {
                    throw new IllegalArgumentException("setting '%s' must not be empty".formatted(setting.key()));
                }
            }
        }
    }

    private static void oneOf(Setting setting, String value, List<String> allowed) {
        if (!allowed.contains(value)) {
            throw new IllegalArgumentException("setting '%s': expected one of '%s', got '%s'"
                    .formatted(setting.key(), String.join("', '", allowed), value));
        }
    }

    private static int wholeNumber(Setting setting, String value, int min) {
        try {
            int number = Integer.parseInt(value);
            if (number >= min) {
                return number;
            }
        } catch (NumberFormatException e) {
            // Reported below, as a number that is too small is.
        }
        throw new IllegalArgumentException(
                "setting '%s': expected a whole number of at least %d, got '%s'".formatted(setting.key(), min, value));
    }

    private static ZoneId zone(String value) {
        try {
            return ZoneId.of(value);
        } catch (DateTimeException e) {
            throw new IllegalArgumentException(
                    "setting '%s': expected a time zone such as 'UTC', '+02:00' or 'Europe/Berlin', got '%s'"
                            .formatted(Setting.TIME_ZONE.key(), value));
        }
    }

    public Trigger trigger() {
        return Trigger.parse(get(Setting.TRIGGER));
    }

    /** Whether all sources are read to their present end, and then all is closed. */
    public boolean batch() {
        return get(Setting.RUNTIME_MODE).equals("batch");
    }

    public ZoneId zone() {
        return zone(get(Setting.TIME_ZONE));
    }

    public int parallelism() {
        String value = get(Setting.PARALLELISM);
        return value.isEmpty() ? Runtime.getRuntime().availableProcessors() : Integer.parseInt(value);
    }

    public int retainedBatches() {
        return Integer.parseInt(get(Setting.RETAINED_BATCHES));
    }

    /** Whether a checkpoint survives a power loss. */
    public boolean durable() {
        return get(Setting.DURABLE).equals("true");
    }

    public boolean wrapIntegers() {
        return get(Setting.INTEGER_OVERFLOW).equals("wrap");
    }

    public RowErrors rowErrors() {
        return RowErrors.valueOf(get(Setting.ROW_ERROR).toUpperCase(Locale.ROOT).replace('-', '_'));
    }

    /** Microseconds. */
    private long stateTtl() {
        Duration ttl = duration(Setting.STATE_TTL, get(Setting.STATE_TTL));
        return ttl.isZero() ? StateTtl.FOREVER : ttl.toNanos() / 1000;
    }

    /** What of the state goes to disk. */
    public StateLimits stateLimits() {
        StateLimits standard = StateLimits.standard();
        String memory = get(Setting.STATE_MEMORY);
        String directory = get(Setting.SPILL_DIRECTORY);
        return new StateLimits(
                memory.isEmpty() ? standard.memoryBytes() : size(Setting.STATE_MEMORY, memory),
                directory.isEmpty() ? standard.directory() : Path.of(directory));
    }

    private static long size(Setting setting, String value) {
        try {
            long size = OptionValues.size(value);
            if (size >= 0) {
                return size;
            }
        } catch (IllegalArgumentException | ArithmeticException e) {
            // Reported below, as negative ones are.
        }
        throw new IllegalArgumentException(
                "setting '%s': expected a size such as '1 gb', got '%s'".formatted(setting.key(), value));
    }

    private static Duration duration(Setting setting, String value) {
        try {
            Trigger every = Trigger.parse(value);
            if (every instanceof Trigger.Interval interval) {
                return interval.period();
            }
            if (every instanceof Trigger.AsSoonAsPossible) {
                return Duration.ZERO;
            }
        } catch (IllegalArgumentException e) {
            // Reported below, as other triggers are.
        }
        throw new IllegalArgumentException("setting '%s': expected a duration such as '1 h' or '30 min', got '%s'"
                .formatted(setting.key(), value));
    }

    public PlannerOptions plannerOptions() {
        return new PlannerOptions(
                zone(),
                batch(),
                NullTime.find(get(Setting.NULL_TIME)).orElseThrow(),
                stateTtl(),
                get(Setting.JOIN_ORDER).equals("true"),
                get(Setting.APPROXIMATE_AGGREGATES).equals("sketch"));
    }
}
