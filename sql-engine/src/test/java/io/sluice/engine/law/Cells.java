package io.sluice.engine.law;

import java.math.BigDecimal;
import java.math.MathContext;
import java.sql.Date;
import java.sql.Timestamp;
import java.time.LocalDate;
import java.time.LocalDateTime;

/** One text for each value, whichever engine it comes from; doubles by nine digits. */
final class Cells {
    private static final MathContext NINE_DIGITS = new MathContext(9);

    /** Numbers that lie half-way between two texts, as those with few digits may, are moved to one side. */
    private static final double ASIDE = 1 + 3e-11;

    private Cells() {}

    static String text(Object value) {
        if (value == null) {
            return "NULL";
        }
        if (value instanceof Double number) {
            return number.isNaN() || number.isInfinite()
                    ? number.toString()
                    : plain(new BigDecimal(number * ASIDE, NINE_DIGITS));
        }
        if (value instanceof BigDecimal number) {
            return plain(number);
        }
        if (value instanceof Timestamp time) {
            return time.toLocalDateTime().toString();
        }
        if (value instanceof Date date) {
            return date.toLocalDate().toString();
        }
        if (value instanceof LocalDateTime || value instanceof LocalDate) {
            return value.toString();
        }
        return value.toString();
    }

    private static String plain(BigDecimal number) {
        return number.signum() == 0 ? "0" : number.stripTrailingZeros().toPlainString();
    }
}
