package io.sluice.planner.function;

import static java.util.Objects.requireNonNull;

import io.sluice.planner.plan.Column;
import io.sluice.planner.plan.DataType;
import io.sluice.planner.plan.TypeKind;
import java.lang.reflect.Array;
import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.lang.reflect.GenericArrayType;
import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Values of a SQL type as objects of a Java type, and back: ARRAY is a List or an array, MAP a Map, ROW a record or an array of
 * its fields, or a class with public fields. NULL is null. May be shared by threads.
 */
public final class JavaObject {
    private final DataType type;
    private final Class<?> javaType;
    private final List<JavaObject> children = new ArrayList<>();

    /** Of a ROW that is a class with fields. */
    private final List<Field> fields;

    /** @param javaType with its parameters */
    public JavaObject(DataType type, Type javaType) {
        this.type = requireNonNull(type, "type");
        this.javaType = erased(javaType);
        fields = type.kind() == TypeKind.ROW ? fieldsOf(this.javaType) : List.of();
        List<Column> columns = type.children();
        for (int i = 0; i < columns.size(); i++) {
            children.add(new JavaObject(columns.get(i).type(), child(javaType, i)));
        }
    }

    /**
     * The fields in which a class keeps its values: those that are public, in the order of their names, if it is public and has a public
     * constructor without parameters; else none.
     */
    public static List<Field> fieldsOf(Class<?> type) {
        boolean isMade = Modifier.isPublic(type.getModifiers())
                && !type.isRecord()
                && !type.isInterface()
                && !type.isArray()
                && !type.getName().startsWith("java.")
                && Arrays.stream(type.getConstructors()).anyMatch(constructor -> constructor.getParameterCount() == 0);
        return !isMade
                ? List.of()
                : Arrays.stream(type.getFields())
                        .filter(field -> !Modifier.isStatic(field.getModifiers())
                                && !Modifier.isTransient(field.getModifiers())
                                && !Modifier.isFinal(field.getModifiers()))
                        .sorted(Comparator.comparing(Field::getName))
                        .toList();
    }

    private static Class<?> erased(Type type) {
        if (type instanceof Class<?> plain) {
            return plain;
        }
        if (type instanceof GenericArrayType array) {
            return erased(array.getGenericComponentType()).arrayType();
        }
        return type instanceof ParameterizedType parameterized ? erased(parameterized.getRawType()) : Object.class;
    }

    private Type child(Type parent, int index) {
        if (type.kind() == TypeKind.ROW) {
            if (javaType.isRecord()) {
                return javaType.getRecordComponents()[index].getGenericType();
            }
            return fields.isEmpty() ? Object.class : fields.get(index).getGenericType();
        }
        if (parent instanceof ParameterizedType parameterized) {
            return parameterized.getActualTypeArguments()[index];
        }
        if (parent instanceof GenericArrayType array) {
            return array.getGenericComponentType();
        }
        return javaType.isArray() ? javaType.getComponentType() : Object.class;
    }

    /** A nested value. */
    public Object read(Utf8 value) {
        return switch (type.kind()) {
            case ARRAY -> array(value);
            case MAP -> map(value);
            default -> row(value);
        };
    }

    private Object readAt(Utf8 in, int at) {
        if (NestedValues.isNull(in, at)) {
            return null;
        }
        return switch (type.kind()) {
            case BOOLEAN -> NestedValues.booleanAt(in, at);
            case TINYINT -> (byte) NestedValues.longAt(in, at);
            case SMALLINT -> (short) NestedValues.longAt(in, at);
            case INT -> (int) NestedValues.longAt(in, at);
            case BIGINT, INTERVAL_DAY_TIME, INTERVAL_YEAR_MONTH -> NestedValues.longAt(in, at);
            case FLOAT -> (float) NestedValues.doubleAt(in, at);
            case DOUBLE -> NestedValues.doubleAt(in, at);
            case DECIMAL -> type.isWide()
                    ? NestedValues.decimalAt(in, at, type.scale())
                    : BigDecimal.valueOf(NestedValues.longAt(in, at), type.scale());
            case STRING -> NestedValues.sliceAt(in, at, new Utf8()).toString();
            case BINARY -> NestedValues.sliceAt(in, at, new Utf8()).toBytes();
            case DATE -> JavaValues.date(NestedValues.longAt(in, at));
            case TIME -> JavaValues.time(NestedValues.longAt(in, at));
            case TIMESTAMP -> JavaValues.timestamp(NestedValues.longAt(in, at));
            case TIMESTAMP_LTZ -> JavaValues.instant(NestedValues.longAt(in, at));
            case ARRAY, MAP, ROW -> read(NestedValues.sliceAt(in, at, new Utf8()));
        };
    }

    private Object array(Utf8 value) {
        int count = NestedValues.count(value);
        int at = NestedValues.first(value);
        Object array = javaType.isArray() ? Array.newInstance(javaType.getComponentType(), count) : null;
        List<Object> list = array == null ? new ArrayList<>(count) : List.of();
        for (int i = 0; i < count; i++) {
            Object element = children.get(0).readAt(value, at);
            if (array == null) {
                list.add(element);
            } else if (element != null || !javaType.getComponentType().isPrimitive()) {
                Array.set(array, i, element);
            } else {
                throw new RowException(
                        "an element of the ARRAY is NULL, and the function takes %s[]"
                                .formatted(javaType.getComponentType()),
                        "Let it take a List, or an array of the boxed type.");
            }
            at = NestedValues.skip(value.bytes, at);
        }
        return array == null ? list : array;
    }

    private Object map(Utf8 value) {
        Map<Object, Object> map = new LinkedHashMap<>();
        int at = NestedValues.first(value);
        for (int i = NestedValues.count(value); i > 0; i--) {
            int second = NestedValues.skip(value.bytes, at);
            map.put(children.get(0).readAt(value, at), children.get(1).readAt(value, second));
            at = NestedValues.skip(value.bytes, second);
        }
        return map;
    }

    private Object row(Utf8 value) {
        Object[] values = new Object[children.size()];
        int at = value.start;
        for (int i = 0; i < values.length; i++) {
            values[i] = children.get(i).readAt(value, at);
            at = NestedValues.skip(value.bytes, at);
        }
        if (!fields.isEmpty()) {
            return bean(values);
        }
        return javaType.isRecord() ? record(values) : values;
    }

    private Object bean(Object[] values) {
        try {
            Object bean = javaType.getConstructor().newInstance();
            for (int i = 0; i < values.length; i++) {
                fields.get(i).set(bean, values[i]);
            }
            return bean;
        } catch (ReflectiveOperationException e) {
            throw new RowException(
                    "a row is no %s: %s".formatted(javaType.getName(), e),
                    "The class, its constructor without parameters and its fields must be public.");
        }
    }

    private Object record(Object[] fields) {
        RecordComponent[] components = javaType.getRecordComponents();
        try {
            Constructor<?> constructor = javaType.getDeclaredConstructor(
                    Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new));
            return constructor.newInstance(fields);
        } catch (IllegalArgumentException | NullPointerException e) {
            throw new RowException(
                    "a row with NULL is no %s: %s".formatted(javaType.getSimpleName(), e.getMessage()),
                    "Give its components boxed types.");
        } catch (ReflectiveOperationException e) {
            throw new RowException(
                    "a row is no %s: %s".formatted(javaType.getSimpleName(), e),
                    "The record and its class must be public.");
        }
    }

    /** Appends the parts of a nested value. */
    public void write(Object value, Utf8 out) {
        switch (type.kind()) {
            case ARRAY -> writeArray(value, out);
            case MAP -> writeMap((Map<?, ?>) value, out);
            default -> writeRow(value, out);
        }
    }

    /** Appends a value as one. */
    public void writeValue(Object value, Utf8 out) {
        if (value == null) {
            NestedValues.appendNull(out);
            return;
        }
        switch (type.kind()) {
            case BOOLEAN -> NestedValues.appendBoolean((Boolean) value, out);
            case TINYINT, SMALLINT, INT, BIGINT, INTERVAL_DAY_TIME, INTERVAL_YEAR_MONTH -> NestedValues.appendLong(
                    ((Number) value).longValue(), out);
            case FLOAT, DOUBLE -> NestedValues.appendDouble(((Number) value).doubleValue(), out);
            case DECIMAL -> {
                BigDecimal decimal = Casts.rescale((BigDecimal) value, type.precision(), type.scale());
                if (type.isWide()) {
                    NestedValues.appendDecimal(decimal, out);
                } else {
                    NestedValues.appendLong(decimal.unscaledValue().longValueExact(), out);
                }
            }
            case STRING -> NestedValues.appendSlice(Utf8.of((String) value), out);
            case BINARY -> NestedValues.appendSlice(Utf8.of((byte[]) value), out);
            case DATE -> NestedValues.appendLong(JavaValues.of((LocalDate) value), out);
            case TIME -> NestedValues.appendLong(JavaValues.of((LocalTime) value, type.precision()), out);
            case TIMESTAMP -> NestedValues.appendLong(JavaValues.of((LocalDateTime) value, type.precision()), out);
            case TIMESTAMP_LTZ -> NestedValues.appendLong(JavaValues.of((Instant) value, type.precision()), out);
            case ARRAY, MAP, ROW -> {
                int begin = NestedValues.beginSlice(out);
                write(value, out);
                NestedValues.endSlice(begin, out);
            }
        }
    }

    private void writeArray(Object value, Utf8 out) {
        if (value instanceof List<?> list) {
            NestedValues.appendCount(list.size(), out);
            list.forEach(element -> children.get(0).writeValue(element, out));
            return;
        }
        int count = Array.getLength(value);
        NestedValues.appendCount(count, out);
        for (int i = 0; i < count; i++) {
            children.get(0).writeValue(Array.get(value, i), out);
        }
    }

    private void writeMap(Map<?, ?> value, Utf8 out) {
        NestedValues.appendCount(value.size(), out);
        value.forEach((key, each) -> {
            if (key == null) {
                throw new RowException("a key of a MAP is null", "Leave such entries out.");
            }
            children.get(0).writeValue(key, out);
            children.get(1).writeValue(each, out);
        });
    }

    private void writeRow(Object value, Utf8 out) {
        Object[] values =
                value instanceof Object[] array ? array : fields.isEmpty() ? components(value) : values(value);
        if (values.length != children.size()) {
            throw new RowException(
                    "a row has %d fields: expected %d".formatted(values.length, children.size()),
                    "Give as many as the @DataTypeHint says.");
        }
        for (int i = 0; i < values.length; i++) {
            children.get(i).writeValue(values[i], out);
        }
    }

    private Object[] values(Object bean) {
        Object[] values = new Object[fields.size()];
        try {
            for (int i = 0; i < values.length; i++) {
                values[i] = fields.get(i).get(bean);
            }
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(e);
        }
        return values;
    }

    private static Object[] components(Object row) {
        RecordComponent[] components = row.getClass().getRecordComponents();
        Object[] fields = new Object[components.length];
        try {
            for (int i = 0; i < fields.length; i++) {
                fields[i] = components[i].getAccessor().invoke(row);
            }
        } catch (ReflectiveOperationException e) {
            throw new RowException(
                    "the fields of %s cannot be read: %s".formatted(row.getClass(), e),
                    "The record and its class must be public.");
        }
        return fields;
    }
}
