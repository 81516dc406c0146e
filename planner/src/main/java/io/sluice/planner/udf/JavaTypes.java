package io.sluice.planner.udf;

import io.sluice.planner.PlanException;
import io.sluice.planner.Script;
import io.sluice.planner.Statement;
import io.sluice.planner.TableDefinition.ColumnDefinition;
import io.sluice.planner.function.JavaObject;
import io.sluice.planner.parse.StreamParser;
import io.sluice.planner.plan.Column;
import io.sluice.planner.plan.DataType;
import io.sluice.planner.plan.TypeKind;
import java.lang.reflect.Field;
import java.lang.reflect.GenericArrayType;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.lang.reflect.WildcardType;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** SQL types of Java types. */
final class JavaTypes {
    private static final Map<Class<?>, DataType> PLAIN = Map.ofEntries(
            Map.entry(boolean.class, DataType.of(TypeKind.BOOLEAN, false)),
            Map.entry(byte.class, DataType.of(TypeKind.TINYINT, false)),
            Map.entry(short.class, DataType.of(TypeKind.SMALLINT, false)),
            Map.entry(int.class, DataType.of(TypeKind.INT, false)),
            Map.entry(long.class, DataType.of(TypeKind.BIGINT, false)),
            Map.entry(float.class, DataType.of(TypeKind.FLOAT, false)),
            Map.entry(double.class, DataType.of(TypeKind.DOUBLE, false)),
            Map.entry(Boolean.class, DataType.of(TypeKind.BOOLEAN, true)),
            Map.entry(Byte.class, DataType.of(TypeKind.TINYINT, true)),
            Map.entry(Short.class, DataType.of(TypeKind.SMALLINT, true)),
            Map.entry(Integer.class, DataType.of(TypeKind.INT, true)),
            Map.entry(Long.class, DataType.of(TypeKind.BIGINT, true)),
            Map.entry(Float.class, DataType.of(TypeKind.FLOAT, true)),
            Map.entry(Double.class, DataType.of(TypeKind.DOUBLE, true)),
            Map.entry(BigDecimal.class, DataType.decimal(38, 18, true)),
            Map.entry(String.class, DataType.of(TypeKind.STRING, true)),
            Map.entry(byte[].class, DataType.of(TypeKind.BINARY, true)),
            Map.entry(LocalDate.class, DataType.of(TypeKind.DATE, true)),
            Map.entry(LocalTime.class, DataType.of(TypeKind.TIME, true)),
            Map.entry(LocalDateTime.class, DataType.of(TypeKind.TIMESTAMP, true)),
            Map.entry(Instant.class, DataType.of(TypeKind.TIMESTAMP_LTZ, true)));

    static final String KNOWN =
            "Types are boolean, byte, short, int, long, float, double and their boxes, String, BigDecimal,"
                    + " byte[], LocalDate, LocalTime, LocalDateTime, Instant, List, Map, arrays and records of these.";

    private JavaTypes() {}

    /** The class of a type without its parameters. */
    static Class<?> erased(Type type) {
        if (type instanceof Class<?> plain) {
            return plain;
        }
        if (type instanceof ParameterizedType parameterized) {
            return erased(parameterized.getRawType());
        }
        if (type instanceof WildcardType wildcard) {
            return erased(wildcard.getUpperBounds()[0]);
        }
        return type instanceof GenericArrayType array
                ? erased(array.getGenericComponentType()).arrayType()
                : Object.class;
    }

    /** Empty if it has none. */
    static Optional<DataType> of(Type type) {
        Class<?> erased = erased(type);
        if (PLAIN.containsKey(erased)) {
            return Optional.of(PLAIN.get(erased));
        }
        if (erased == List.class && type instanceof ParameterizedType list) {
            return of(list.getActualTypeArguments()[0]).map(element -> DataType.array(element, true));
        }
        if (erased == Map.class && type instanceof ParameterizedType map) {
            Optional<DataType> key = of(map.getActualTypeArguments()[0]);
            Optional<DataType> value = of(map.getActualTypeArguments()[1]);
            return key.filter(each -> value.isPresent()).map(each -> DataType.map(each, value.get(), true));
        }
        if (erased.isArray()) {
            Type component = type instanceof GenericArrayType array
                    ? array.getGenericComponentType()
                    : erased.getComponentType();
            return of(component).map(element -> DataType.array(element, true));
        }
        return erased.isRecord() ? ofRecord(erased) : Optional.empty();
    }

    /** How accumulators of a type are stored; empty if they cannot be. */
    static Optional<DataType> ofAccumulator(Type type) {
        Optional<DataType> nested = of(type).filter(found -> found.kind().isNested());
        return nested.isPresent() ? nested : ofBean(erased(type));
    }

    private static Optional<DataType> ofBean(Class<?> type) {
        List<Column> columns = new ArrayList<>();
        for (Field field : JavaObject.fieldsOf(type)) {
            Optional<DataType> column = hinted(field.getAnnotation(DataTypeHint.class), field.getGenericType());
            if (column.isEmpty()) {
                return column;
            }
            columns.add(new Column(field.getName(), column.get()));
        }
        return columns.isEmpty() ? Optional.empty() : Optional.of(DataType.row(columns, true));
    }

    private static Optional<DataType> ofRecord(Class<?> type) {
        List<Column> fields = new ArrayList<>();
        for (RecordComponent component : type.getRecordComponents()) {
            Optional<DataType> field = hinted(component.getAnnotation(DataTypeHint.class), component.getGenericType());
            if (field.isEmpty()) {
                return Optional.empty();
            }
            fields.add(new Column(component.getName(), field.get()));
        }
        return fields.isEmpty() ? Optional.empty() : Optional.of(DataType.row(fields, true));
    }

    /** @param hint may be null */
    static Optional<DataType> hinted(DataTypeHint hint, Type type) {
        return hint == null ? of(type) : Optional.of(parse(hint.value()));
    }

    private static DataType parse(String text) {
        try {
            Script script = new Script("hint", "CREATE TABLE t (c %s)".formatted(text));
            Statement.CreateTable table =
                    (Statement.CreateTable) StreamParser.statements(script).get(0);
            return ((ColumnDefinition.Physical) table.table().columns().get(0)).type();
        } catch (PlanException | ClassCastException | IndexOutOfBoundsException e) {
            throw new PlanException(
                    "@DataTypeHint(\"%s\") is no type: %s".formatted(text, e.getMessage()),
                    "Write a type as in CREATE TABLE, such as DECIMAL(10, 2) or ROW<a INT, b STRING>.",
                    Optional.empty());
        }
    }
}
