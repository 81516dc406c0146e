package io.sluice.runtime.codegen;

import io.sluice.planner.plan.DataType;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * An expression's value in generated code: two cheap Java expressions without side effects, each a variable, a field or a
 * constant. Where {@code isNull} holds, {@code code} may hold anything, for a text nothing at all.
 */
record Value(String code, String isNull, DataType type) {
    private static final String NEVER = "false";
    private static final String ALWAYS = "true";

    static Value of(String code, DataType type) {
        return new Value(code, NEVER, type);
    }

    static Value ofNull(DataType type) {
        JavaType javaType = JavaType.of(type);
        return new Value("((" + javaType.text() + ") " + javaType.initial() + ")", ALWAYS, type);
    }

    boolean neverNull() {
        return isNull.equals(NEVER);
    }

    boolean alwaysNull() {
        return isNull.equals(ALWAYS);
    }

    JavaType javaType() {
        return JavaType.of(type);
    }

    /** Of a BOOLEAN: a Java condition for IS TRUE. */
    String isTrue() {
        return neverNull() ? code : "(!" + isNull + " && " + code + ")";
    }

    /** Of a DECIMAL: as a BigDecimal. */
    String asBigDecimal() {
        return type.isWide() ? code : "BigDecimal.valueOf(" + code + ", " + type.scale() + ")";
    }

    /** A Java condition: one of the values is NULL. */
    static String anyNull(Iterable<Value> values) {
        Set<String> conditions = new LinkedHashSet<>();
        for (Value value : values) {
            if (value.alwaysNull()) {
                return ALWAYS;
            }
            if (!value.neverNull()) {
                conditions.add(value.isNull);
            }
        }
        return conditions.isEmpty() ? NEVER : String.join(" | ", conditions);
    }
}
