package io.sluice.planner.function;

import static java.util.Objects.requireNonNull;

import io.sluice.planner.function.Signature.Example;
import java.util.ArrayList;
import java.util.List;

/**
 * A function that is short for an expression, into which the planner rewrites it, or another name of a function of the
 * register. This is what the documentation and the list of functions say of it.
 *
 * @param alias the function of the register that it is another name of; empty where the planner knows the expression
 */
public record Shorthand(
        String name, String form, String description, String alias, String subject, List<Example> examples) {
    private static final String CONDITIONS = "Conditions";
    private static final String NUMBERS = "Numbers";
    private static final String TIMES = "Dates and times";

    public Shorthand {
        requireNonNull(name, "name");
        requireNonNull(form, "form");
        requireNonNull(description, "description");
        requireNonNull(alias, "alias");
        requireNonNull(subject, "subject");
        examples = List.copyOf(examples);
    }

    public static List<Shorthand> all() {
        List<Shorthand> all = new ArrayList<>();
        all.addAll(conditions());
        all.addAll(tried());
        all.addAll(aliases());
        return all;
    }

    private static List<Shorthand> conditions() {
        return List.of(
                condition("COALESCE(a, …)", "The first that is not NULL.", "COALESCE(NULL, 2, 3)", "2"),
                condition("IFNULL(a, b)", "a, or b if a is NULL.", "IFNULL(NULL, 'b')", "b"),
                condition("NVL(a, b)", "As IFNULL.", "NVL('a', 'b')", "a"),
                condition("NVL2(a, b, c)", "b if a is not NULL, else c.", "NVL2(1, 'b', 'c')", "b"),
                condition("NULLIF(a, b)", "NULL if a = b, else a.", "NULLIF(1, 1)", "NULL"),
                condition("NULLIFZERO(n)", "NULL instead of 0.", "NULLIFZERO(0)", "NULL"),
                condition("ZEROIFNULL(n)", "0 instead of NULL.", "ZEROIFNULL(CAST(NULL AS INT))", "0"),
                condition("IF(condition, a, b)", "a if the condition is TRUE, else b.", "IF(1 < 2, 'a', 'b')", "a"),
                condition("ELT(n, a, …)", "The nth of the values; NULL if there is none.", "ELT(2, 'a', 'b')", "b"),
                condition("EQUAL_NULL(a, b)", "As a IS NOT DISTINCT FROM b.", "EQUAL_NULL(1, 2)", "FALSE"),
                condition("ISNULL(a)", "As a IS NULL.", "ISNULL(1)", "FALSE"),
                condition("ISNOTNULL(a)", "As a IS NOT NULL.", "ISNOTNULL(1)", "TRUE"),
                condition("ISNAN(n)", "As IS_NAN, but FALSE for NULL.", "ISNAN(CAST(NULL AS DOUBLE))", "FALSE"),
                condition("NANVL(a, b)", "a, or b if a is not a number.", "NANVL(SQRT(-1), 0e0)", "0.0"));
    }

    private static List<Shorthand> tried() {
        return List.of(
                tried("TRY_ADD(a, b)", "a + b", "TRY_ADD(2147483647, 1)", "NULL"),
                tried("TRY_SUBTRACT(a, b)", "a - b", "TRY_SUBTRACT(3, 1)", "2"),
                tried("TRY_MULTIPLY(a, b)", "a * b", "TRY_MULTIPLY(65536, 65536)", "NULL"),
                tried("TRY_DIVIDE(a, b)", "a / b", "TRY_DIVIDE(1, 0)", "NULL"),
                tried("TRY_MOD(a, b)", "a % b", "TRY_MOD(5, 0)", "NULL"));
    }

    private static List<Shorthand> aliases() {
        return List.of(
                alias("TRY_TO_DATE(s [, format])", "TO_DATE", TIMES, "TRY_TO_DATE('bad')", "NULL"),
                alias("TRY_TO_TIMESTAMP(s [, format])", "TO_TIMESTAMP", TIMES, "TRY_TO_TIMESTAMP('bad')", "NULL"),
                alias("TRY_URL_DECODE(s)", "URL_DECODE", "URLs", "TRY_URL_DECODE('%zz')", "NULL"),
                alias(
                        "TRY_PARSE_URL(url, part [, key])",
                        "PARSE_URL",
                        "URLs",
                        "TRY_PARSE_URL('http://a.com', 'HOST')",
                        "a.com"),
                alias("BITCOUNT(a)", "BIT_COUNT", "Bits", "BITCOUNT(7)", "3"),
                alias("LEFTSHIFT(a, n)", "SHIFTLEFT", "Bits", "LEFTSHIFT(1, 3)", "8"),
                alias("POW(base, exponent)", "POWER", NUMBERS, "POW(2, 3)", "8.0"),
                alias("SIGNUM(n)", "SIGN", NUMBERS, "SIGNUM(-3)", "-1"),
                alias("UCASE(s)", "UPPER", "Text", "UCASE('a')", "A"),
                alias("LCASE(s)", "LOWER", "Text", "LCASE('A')", "a"),
                alias("SHA(s)", "SHA1", "Codes and digests", "LEFT(SHA('a'), 4)", "86f7"));
    }

    private static Shorthand condition(String form, String description, String call, String result) {
        return of(form, description, "", CONDITIONS, call, result);
    }

    private static Shorthand tried(String form, String expression, String call, String result) {
        return of(form, expression + ", but NULL if that fails.", "", NUMBERS, call, result);
    }

    private static Shorthand alias(String form, String alias, String subject, String call, String result) {
        return of(form, "As " + alias + ".", alias, subject, call, result);
    }

    private static Shorthand of(
            String form, String description, String alias, String subject, String call, String result) {
        String name = form.substring(0, form.indexOf('('));
        return new Shorthand(name, form, description, alias, subject, List.of(new Example(call, result)));
    }
}
