package io.sluice.planner.function;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.time.temporal.IsoFields;
import java.time.zone.ZoneOffsetTransition;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The calendar and the zones against java.time. */
class CalendarTest {
    private static final int ROUNDS = 100_000;
    private static final List<String> ZONES = List.of(
            "UTC",
            "+05:30",
            "Europe/Berlin",
            "America/New_York",
            "Australia/Lord_Howe",
            "Asia/Kolkata",
            "Pacific/Apia",
            "Africa/Casablanca");

    private final Random random = new Random(8);

    @Test
    void datesHaveTheirParts() {
        for (int i = 0; i < ROUNDS; i++) {
            LocalDate date = LocalDate.ofEpochDay(random.nextInt(8_000_000) - 4_000_000);
            long days = date.toEpochDay();
            long parts = Calendar.parts(days);
            assertThat(Calendar.year(parts)).isEqualTo(date.getYear());
            assertThat(Calendar.month(parts)).isEqualTo(date.getMonthValue());
            assertThat(Calendar.day(parts)).isEqualTo(date.getDayOfMonth());
            assertThat(Calendar.days(date.getYear(), date.getMonthValue(), date.getDayOfMonth()))
                    .isEqualTo(days);
            assertThat(Calendar.daysInMonth(date.getYear(), date.getMonthValue()))
                    .isEqualTo(date.lengthOfMonth());
            assertThat(Calendar.dayOfYear(days)).isEqualTo(date.getDayOfYear());
            assertThat(Calendar.isoDayOfWeek(days))
                    .isEqualTo(date.getDayOfWeek().getValue());
            assertThat(Calendar.isoWeek(days)).isEqualTo(date.get(IsoFields.WEEK_OF_WEEK_BASED_YEAR));
            assertThat(Calendar.isoYear(days)).isEqualTo(date.get(IsoFields.WEEK_BASED_YEAR));
            int months = random.nextInt(5_000) - 2_500;
            assertThat(Calendar.plusMonths(days, months))
                    .isEqualTo(date.plusMonths(months).toEpochDay());
        }
    }

    @Test
    void monthsBetweenIsTheMostThatCanBeAdded() {
        for (int i = 0; i < ROUNDS; i++) {
            long from = micros(random.nextInt(2_000_000_000));
            long to = from + (long) (random.nextDouble() * 400 * Calendar.DAY);
            long months = TimeArithmeticFunctions.monthsBetween(from, to);
            assertThat(TimeArithmeticFunctions.addMonths(from, months)).isLessThanOrEqualTo(to);
            assertThat(TimeArithmeticFunctions.addMonths(from, months + 1)).isGreaterThan(to);
            assertThat(TimeArithmeticFunctions.monthsBetween(to, from)).isEqualTo(-months);
        }
    }

    @Test
    void unitsFloorAndCeil() {
        for (int i = 0; i < ROUNDS; i++) {
            long micros = random.nextLong() >> 12;
            LocalDateTime time = LocalDateTime.ofEpochSecond(
                    Math.floorDiv(micros, 1_000_000L), (int) Math.floorMod(micros, 1_000_000L) * 1_000, ZoneOffset.UTC);
            LocalDateTime day = time.truncatedTo(ChronoUnit.DAYS);
            assertFloor("MINUTE", micros, time.truncatedTo(ChronoUnit.MINUTES));
            assertFloor("DAY", micros, day);
            assertFloor("WEEK", micros, day.minusDays(time.getDayOfWeek().getValue() % 7));
            assertFloor("MONTH", micros, day.withDayOfMonth(1));
            assertFloor("QUARTER", micros, day.with(IsoFields.DAY_OF_QUARTER, 1));
            assertFloor("YEAR", micros, day.withDayOfYear(1));
            int century = Math.floorDiv(time.getYear() - 1, 100) * 100 + 1;
            assertFloor("CENTURY", micros, day.withDayOfYear(1).withYear(century));
        }
    }

    private static void assertFloor(String name, long micros, LocalDateTime expected) {
        CalendarUnit unit = new CalendarUnit(name);
        long floor = unit.floor(micros);
        assertThat(floor).as(name).isEqualTo(micros(expected.toEpochSecond(ZoneOffset.UTC)));
        assertThat(unit.floor(floor)).isEqualTo(floor);
        assertThat(unit.ceil(floor)).isEqualTo(floor);
        if (floor < micros) {
            assertThat(unit.ceil(micros)).isGreaterThan(micros);
            assertThat(unit.floor(unit.ceil(micros) - 1)).isEqualTo(floor);
        }
    }

    @Test
    void zonesAreThoseOfJavaTime() {
        for (String name : ZONES) {
            ZoneId zone = ZoneId.of(name);
            FunctionContext context = new FunctionContext(zone, 0);
            List<ZoneOffsetTransition> transitions = zone.getRules().getTransitions();
            for (int i = 0; i < ROUNDS / 2; i++) {
                boolean close = !transitions.isEmpty() && random.nextBoolean();
                long second = close
                        ? transitions.get(random.nextInt(transitions.size())).toEpochSecond()
                                + random.nextInt(200_000)
                                - 100_000
                        : (long) (random.nextDouble() * 8e9) - 4_000_000_000L;
                Instant instant = Instant.ofEpochSecond(second);
                LocalDateTime local = LocalDateTime.ofInstant(instant, zone);
                assertThat(context.toLocal(micros(second)))
                        .as("%s in %s", instant, name)
                        .isEqualTo(micros(local.toEpochSecond(ZoneOffset.UTC)));
                LocalDateTime clock = LocalDateTime.ofEpochSecond(second, 0, ZoneOffset.UTC);
                assertThat(context.toInstant(micros(second)))
                        .as("%s on a clock in %s", clock, name)
                        .isEqualTo(micros(clock.atZone(zone).toEpochSecond()));
            }
        }
    }

    private static long micros(long seconds) {
        return seconds * 1_000_000;
    }
}
