package io.sluice.planner.function;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How a number is written, prepared from its text as Spark reads it: 9 and 0 stand for digits, {@code ,} or G between groups of
 * them, {@code .} or D before those behind the point, {@code $} for that sign, S or MI at one end for a sign, and PR at the end for
 * angle brackets around a negative number.
 */
public final class NumberFormat {
    private static final Pattern FORM = Pattern.compile("(S|MI)?(\\$?)([09,G]*)(?:([.D])([09]*))?(\\$?)(S|MI|PR)?");

    private final String sign;
    private final boolean signFirst;
    private final boolean dollar;
    private final boolean exact;
    private final List<Integer> groups = new ArrayList<>();
    private final int fraction;

    public NumberFormat(String text) {
        Matcher form = FORM.matcher(text.toUpperCase(Locale.ROOT));
        boolean matches = form.matches();
        String whole = matches ? form.group(3).replace('G', ',') : "";
        String behind = matches && form.group(5) != null ? form.group(5) : "";
        boolean signs = matches && form.group(1) != null && form.group(7) != null;
        boolean grouped = !whole.startsWith(",") && !whole.endsWith(",") && !whole.contains(",,");
        int digits = whole.replace(",", "").length() + behind.length();
        if (!matches
                || signs
                || !grouped
                || digits == 0
                || digits > 38
                || !form.group(2).isEmpty() && !form.group(6).isEmpty()) {
            throw new RowException(
                    "'%s' is not a format of numbers".formatted(text),
                    "Write 9 or 0 for each digit, with a comma, a point, $, S, MI or PR: '$9,999.99', '000', '99PR'.");
        }
        signFirst = form.group(1) != null;
        sign = signFirst ? form.group(1) : form.group(7) == null ? "" : form.group(7);
        dollar = !form.group(2).isEmpty() || !form.group(6).isEmpty();
        exact = whole.startsWith("0");
        for (String group : whole.split(",")) {
            groups.add(group.length());
        }
        fraction = behind.length();
    }

    static void check(String text) {
        new NumberFormat(text);
    }

    int precision() {
        return groups.stream().mapToInt(Integer::intValue).sum() + fraction;
    }

    int scale() {
        return fraction;
    }

    /** Empty for what is not written so. */
    Optional<BigDecimal> read(String written) {
        String text = written.strip();
        boolean negative = false;
        if (sign.equals("PR") && text.startsWith("<") && text.endsWith(">")) {
            negative = true;
            text = text.substring(1, text.length() - 1);
        } else if ((sign.equals("S") || sign.equals("MI")) && !text.isEmpty()) {
            int place = signFirst ? 0 : text.length() - 1;
            char first = text.charAt(place);
            if (first == '-' || first == '+' && sign.equals("S")) {
                negative = first == '-';
                text = signFirst ? text.substring(1) : text.substring(0, place);
            }
        }
        if (dollar) {
            if (!text.startsWith("$") && !text.endsWith("$")) {
                return Optional.empty();
            }
            text = text.startsWith("$") ? text.substring(1) : text.substring(0, text.length() - 1);
        }
        int point = text.indexOf('.');
        String whole = point < 0 ? text : text.substring(0, point);
        String behind = point < 0 ? "" : text.substring(point + 1);
        if (!fits(whole) || !behind.matches("[0-9]*") || behind.length() > fraction) {
            return Optional.empty();
        }
        String digits = whole.replace(",", "") + behind;
        if (digits.isEmpty()) {
            return Optional.empty();
        }
        BigDecimal value = new BigDecimal(digits).movePointLeft(behind.length()).setScale(fraction);
        return Optional.of(negative ? value.negate() : value);
    }

    /** Groups fit from the last one; the first that is there may be shorter. */
    private boolean fits(String whole) {
        if (!whole.matches("[0-9,]*") || whole.startsWith(",") || whole.endsWith(",")) {
            return false;
        }
        String[] written = whole.split(",", -1);
        int missing = groups.size() - written.length;
        if (missing < 0 || exact && missing > 0) {
            return false;
        }
        for (int i = 0; i < written.length; i++) {
            int size = groups.get(i + missing);
            boolean shorter = i == 0 && !exact && written[0].length() <= size;
            if (written[i].length() != size && !shorter) {
                return false;
            }
        }
        return true;
    }
}
