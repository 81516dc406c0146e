package io.sluice.planner.udf;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The SQL type of a parameter, of what a method gives, of the component of a record, or (on a table function) of a row, where the
 * Java type does not tell: {@code @DataTypeHint("DECIMAL(10, 2)")}.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.PARAMETER, ElementType.METHOD, ElementType.RECORD_COMPONENT, ElementType.FIELD, ElementType.TYPE})
public @interface DataTypeHint {
    String value();
}
