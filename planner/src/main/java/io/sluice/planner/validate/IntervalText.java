package io.sluice.planner.validate;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.apache.calcite.avatica.util.TimeUnit;
import org.apache.calcite.sql.SqlIntervalLiteral;
import org.apache.calcite.sql.SqlIntervalLiteral.IntervalValue;
import org.apache.calcite.sql.SqlIntervalQualifier;

/**
 * The value of an INTERVAL literal, exact to the microsecond.
 *
 * @param months true if it counts months, false if it counts microseconds
 * @param value in months or microseconds
 * @param fractionDigits digits of a second's fraction that it is written with
 */
record IntervalText(boolean months, long value, int fractionDigits) {
    static final long DAY = 86_400_000_000L;

    private static final int MAX_FRACTION = 6;

    /** Empty for a text that does not fit the units, and for more than six digits after the point. */
    static Optional<IntervalText> of(SqlIntervalLiteral literal) {
        IntervalValue interval = (IntervalValue) literal.getValue();
        try {
            return of(interval.getIntervalLiteral().trim(), interval.getIntervalQualifier(), interval.getSign());
        } catch (ArithmeticException | NumberFormatException e) {
            return Optional.empty();
        }
    }

    private static Optional<IntervalText> of(String text, SqlIntervalQualifier qualifier, int sign) {
        boolean negative = text.startsWith("-");
        String digits = negative || text.startsWith("+") ? text.substring(1) : text;
        int point = digits.indexOf('.');
        String fraction = point < 0 ? "" : digits.substring(point + 1);
        List<TimeUnit> units = units(qualifier);
        String[] parts = (point < 0 ? digits : digits.substring(0, point)).split("[-: ]", -1);
        boolean fractionFits = point < 0
                || units.get(units.size() - 1) == TimeUnit.SECOND
                        && !fraction.isEmpty()
                        && fraction.length() <= MAX_FRACTION;
        if (parts.length != units.size() || !fractionFits || !hasLimits(parts, units)) {
            return Optional.empty();
        }
        long total = fraction.isEmpty() ? 0 : Long.parseLong((fraction + "000000").substring(0, MAX_FRACTION));
        for (int i = 0; i < parts.length; i++) {
            total = Math.addExact(total, Math.multiplyExact(Long.parseUnsignedLong(parts[i]), size(units.get(i))));
        }
        long signed = sign < 0 ^ negative ? -total : total;
        return Optional.of(new IntervalText(isMonths(units.get(0)), signed, fraction.length()));
    }

    private static List<TimeUnit> units(SqlIntervalQualifier qualifier) {
        TimeUnit start = qualifier.getStartUnit();
        TimeUnit end = qualifier.timeUnitRange.endUnit;
        if (end == null) {
            return List.of(start);
        }
        List<TimeUnit> order = isMonths(start)
                ? List.of(TimeUnit.YEAR, TimeUnit.MONTH)
                : List.of(TimeUnit.DAY, TimeUnit.HOUR, TimeUnit.MINUTE, TimeUnit.SECOND);
        return new ArrayList<>(order.subList(order.indexOf(start), order.indexOf(end) + 1));
    }

    /** All fields but the first stay below the next larger unit. */
    private static boolean hasLimits(String[] parts, List<TimeUnit> units) {
        for (int i = 1; i < parts.length; i++) {
            long limit =
                    switch (units.get(i)) {
                        case MONTH -> 12;
                        case HOUR -> 24;
                        default -> 60;
                    };
            if (Long.parseUnsignedLong(parts[i]) >= limit) {
                return false;
            }
        }
        return true;
    }

    private static boolean isMonths(TimeUnit unit) {
        return unit == TimeUnit.YEAR || unit == TimeUnit.QUARTER || unit == TimeUnit.MONTH;
    }

    private static long size(TimeUnit unit) {
        return switch (unit) {
            case YEAR -> 12;
            case QUARTER -> 3;
            case MONTH -> 1;
            case WEEK -> 7 * DAY;
            case DAY -> DAY;
            case HOUR -> 3_600_000_000L;
            case MINUTE -> 60_000_000L;
            case SECOND -> 1_000_000L;
            case MILLISECOND -> 1_000L;
            case MICROSECOND -> 1L;
            default -> throw new ArithmeticException("unit " + unit.name().toLowerCase(Locale.ROOT));
        };
    }
}
