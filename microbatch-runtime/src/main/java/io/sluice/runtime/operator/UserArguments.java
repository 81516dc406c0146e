package io.sluice.runtime.operator;

import io.sluice.planner.function.JavaObject;
import io.sluice.planner.function.JavaValues;
import io.sluice.planner.function.Utf8;
import io.sluice.planner.plan.DataType;
import io.sluice.planner.plan.UserAggregate;
import io.sluice.planner.udf.UserFunction;
import io.sluice.runtime.state.Wide;
import io.sluice.sources.ColumnVector;
import java.lang.reflect.Array;
import java.lang.reflect.Type;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Makes of rows what a user's {@code accumulate} takes. Used by one thread at a time. */
final class UserArguments {
    private final List<Argument> arguments = new ArrayList<>();
    private final int fixed;

    /** Of the array of varargs; null: there is none. */
    private final Class<?> repeated;

    private final Utf8 text = new Utf8();

    /** @param primitive the parameter cannot be null */
    private record Argument(int column, DataType type, Class<?> primitive, JavaObject nested) {}

    /**
     * @param columns the arguments
     * @param types of all columns
     */
    UserArguments(UserAggregate aggregate, List<Integer> columns, List<DataType> types) {
        List<Type> parameters = UserFunction.parameters(aggregate.accumulate(), columns.size() + 1);
        for (int i = 0; i < columns.size(); i++) {
            Type parameter = parameters.get(i + 1);
            DataType type = types.get(columns.get(i));
            boolean isPrimitive = parameter instanceof Class<?> plain && plain.isPrimitive();
            arguments.add(new Argument(
                    columns.get(i),
                    type,
                    isPrimitive ? (Class<?>) parameter : null,
                    type.kind().isNested() ? new JavaObject(type, parameter) : null));
        }
        Class<?>[] declared = aggregate.accumulate().getParameterTypes();
        boolean varArgs = aggregate.accumulate().isVarArgs();
        fixed = varArgs ? declared.length - 2 : columns.size();
        repeated = varArgs ? declared[declared.length - 1].getComponentType() : null;
    }

    /** A free place for the accumulator, then the arguments; null: a parameter that is primitive has no value, and the row does not count. */
    Object[] of(ColumnVector[] columns, int row) {
        Object[] all = new Object[1 + fixed + (repeated == null ? 0 : 1)];
        if (repeated != null) {
            all[1 + fixed] = Array.newInstance(repeated, arguments.size() - fixed);
        }
        for (int i = 0; i < arguments.size(); i++) {
            Argument argument = arguments.get(i);
            ColumnVector column = columns[argument.column()];
            boolean isNull = OverColumn.isNull(column, row);
            if (isNull && argument.primitive() != null) {
                return null;
            }
            Object value = isNull ? null : value(argument, column, row);
            if (i < fixed) {
                all[1 + i] = value;
            } else {
                Array.set(all[1 + fixed], i - fixed, value);
            }
        }
        return all;
    }

    private Object value(Argument argument, ColumnVector column, int row) {
        if (argument.primitive() != null) {
            return primitive(argument.primitive(), argument.type(), column, row);
        }
        return switch (argument.type().kind()) {
            case BOOLEAN -> column.longs[row] != 0;
            case TINYINT -> (byte) column.longs[row];
            case SMALLINT -> (short) column.longs[row];
            case INT -> (int) column.longs[row];
            case BIGINT, INTERVAL_DAY_TIME, INTERVAL_YEAR_MONTH -> column.longs[row];
            case FLOAT -> (float) column.doubles[row];
            case DOUBLE -> column.doubles[row];
            case DECIMAL -> Wide.toDecimal(
                    column.longs[row],
                    argument.type().isWide() ? column.highs[row] : column.longs[row] >> 63,
                    argument.type().scale());
            case STRING -> new String(column.bytes, column.starts[row], column.lengths[row], StandardCharsets.UTF_8);
            case BINARY -> bytes(column, row).toBytes();
            case DATE -> JavaValues.date(column.longs[row]);
            case TIME -> JavaValues.time(column.longs[row]);
            case TIMESTAMP -> JavaValues.timestamp(column.longs[row]);
            case TIMESTAMP_LTZ -> JavaValues.instant(column.longs[row]);
            case ARRAY, MAP, ROW -> argument.nested().read(bytes(column, row));
        };
    }

    private static Object primitive(Class<?> type, DataType given, ColumnVector column, int row) {
        if (type == boolean.class) {
            return column.longs[row] != 0;
        }
        if (given.kind().isFloating()) {
            return type == float.class ? (Object) (float) column.doubles[row] : (Object) column.doubles[row];
        }
        long value = column.longs[row];
        if (type == byte.class) {
            return (byte) value;
        }
        if (type == short.class) {
            return (short) value;
        }
        return type == int.class ? (Object) (int) value : (Object) value;
    }

    private Utf8 bytes(ColumnVector column, int row) {
        text.clear();
        text.append(column.bytes, column.starts[row], column.lengths[row]);
        return text;
    }
}
