package io.sluice.planner.function;

import static io.sluice.planner.function.Entry.entry;
import static io.sluice.planner.function.Parameter.any;
import static io.sluice.planner.function.Parameter.text;
import static io.sluice.planner.plan.TypeKind.STRING;

import io.sluice.planner.plan.DataType;
import java.math.BigDecimal;
import java.util.List;

/** The type of a value, and numbers that are written in a format. */
public final class TypeFunctions {
    private TypeFunctions() {}

    static List<ScalarFunction> all() {
        return Entry.all(
                "Types",
                TypeFunctions.class,
                entry("TYPEOF", "typeOf")
                        .takes(any("v"))
                        .typed()
                        .seesNulls()
                        .gives(arguments -> DataType.of(STRING, false))
                        .says("TYPEOF(v)", "The type of an expression.")
                        .shows("TYPEOF(1.5)", "DECIMAL(2, 1) NOT NULL")
                        .shows("TYPEOF(ARRAY['a'])", "ARRAY<STRING NOT NULL> NOT NULL"),
                number("TO_NUMBER", "toNumber")
                        .says(
                                "TO_NUMBER(s, format)",
                                "The DECIMAL that is written in a format: 9 and 0 for digits, a comma, a point, $, S or MI for a "
                                        + "sign, PR for angle brackets.")
                        .shows("TO_NUMBER('$1,454.50', '$9,999.99')", "1454.50")
                        .shows("TO_NUMBER('<12>', '999PR')", "-12"),
                number("TRY_TO_NUMBER", "tryToNumber")
                        .nullable()
                        .says("TRY_TO_NUMBER(s, format)", "As TO_NUMBER, but NULL for what is not written so.")
                        .shows("TRY_TO_NUMBER('14,54', '9,999')", "NULL"));
    }

    private static Entry number(String name, String method) {
        return entry(name, method)
                .takes(text("s"), text("format").asLiteral())
                .prepares(1, NumberFormat.class)
                .checks(1, NumberFormat::check)
                .gives(TypeFunctions::decimal);
    }

    private static DataType decimal(List<Argument> arguments) {
        NumberFormat format =
                new NumberFormat((String) arguments.get(1).literal().orElseThrow());
        return DataType.decimal(format.precision(), format.scale(), false);
    }

    public static void typeOf(DataType type, Utf8 value, Utf8 out) {
        out.append(type.toString());
    }

    public static BigDecimal toNumber(Utf8 text, NumberFormat format) {
        return format.read(text.toString())
                .orElseThrow(() -> new RowException(
                        "TO_NUMBER of %s, which is not written in its format".formatted(Text.quoted(text)),
                        "TRY_TO_NUMBER gives NULL instead."));
    }

    public static BigDecimal tryToNumber(Utf8 text, NumberFormat format) {
        return format.read(text.toString()).orElse(null);
    }
}
