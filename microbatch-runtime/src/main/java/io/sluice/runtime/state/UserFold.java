package io.sluice.runtime.state;

import static java.util.Objects.requireNonNull;

import io.sluice.planner.function.Casts;
import io.sluice.planner.function.JavaObject;
import io.sluice.planner.function.JavaValues;
import io.sluice.planner.function.RowException;
import io.sluice.planner.function.Utf8;
import io.sluice.planner.plan.DataType;
import io.sluice.planner.plan.UserAggregate;
import io.sluice.planner.udf.UserInstance;
import io.sluice.runtime.batch.ColumnBatch;
import io.sluice.sources.ColumnVector;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.List;

/**
 * One aggregate of a user: its methods, and its accumulators as bytes. Each thread that calls it has an instance of the user's
 * class, until it is closed.
 */
public final class UserFold implements AutoCloseable {
    private final UserAggregate aggregate;
    private final DataType type;
    private final UserInstance instances;
    private final JavaObject stored;
    private final JavaObject result;
    private final boolean mergesMany;
    private final List<Object> made = new ArrayList<>();
    private final ThreadLocal<Object> instance = ThreadLocal.withInitial(this::make);

    /** @param type of the result */
    public UserFold(UserAggregate aggregate, DataType type) {
        this.aggregate = requireNonNull(aggregate, "aggregate");
        this.type = requireNonNull(type, "type");
        instances = new UserInstance(aggregate);
        stored = new JavaObject(aggregate.stored(), aggregate.accumulator());
        result = new JavaObject(type, aggregate.value().getGenericReturnType());
        mergesMany = aggregate
                .merge()
                .filter(merge -> merge.getParameterTypes()[1] == Iterable.class)
                .isPresent();
    }

    private Object make() {
        Object one = instances.get();
        synchronized (made) {
            made.add(one);
        }
        return one;
    }

    /** An accumulator of no rows. */
    public Object create() {
        return call(aggregate.create());
    }

    /** @param row the accumulator, then the arguments */
    public void accumulate(Object[] row) {
        call(aggregate.accumulate(), row);
    }

    /** @param row the accumulator, then the arguments */
    public void retract(Object[] row) {
        call(aggregate.retract().orElseThrow(), row);
    }

    void merge(Object accumulator, Object other) {
        call(aggregate.merge().orElseThrow(), accumulator, mergesMany ? List.of(other) : other);
    }

    private Object value(Object accumulator) {
        return call(aggregate.value(), accumulator);
    }

    private Object call(Method method, Object... arguments) {
        try {
            return method.invoke(instance.get(), arguments);
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof Error error) {
                throw error;
            }
            throw JavaValues.failed(
                    "%s, in %s(…),".formatted(aggregate.function(), method.getName()), (Exception) e.getCause());
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Appends an accumulator as it is stored. */
    public void write(Object accumulator, Utf8 out) {
        if (aggregate.serialize().isPresent()) {
            byte[] bytes = (byte[]) call(aggregate.serialize().get(), accumulator);
            out.append(bytes, 0, bytes.length);
        } else {
            stored.write(accumulator, out);
        }
    }

    public Object read(Utf8 bytes) {
        return aggregate.deserialize().isPresent()
                ? call(aggregate.deserialize().get(), (Object) bytes.toBytes())
                : stored.read(bytes);
    }

    /** Whether two accumulators give the same result; what fails is the same as nothing. */
    boolean isSame(Object left, Object right) {
        Utf8 one = new Utf8();
        Utf8 other = new Utf8();
        try {
            result.writeValue(value(left), one);
            result.writeValue(value(right), other);
        } catch (RowException e) {
            return false;
        }
        return one.contentEquals(other);
    }

    void writeNull(ColumnVector out, int at) {
        out.nulls[at] = true;
        out.hasNulls = true;
        if (type.kind().isSlice()) {
            ColumnBatch.appendText(out, at, new byte[0], 0, 0);
        }
    }

    /** Writes the result of an accumulator; fails with a {@link RowException} if the user's class does. */
    public void writeResult(Object accumulator, ColumnVector out, int at) {
        Object value = value(accumulator);
        out.nulls[at] = value == null;
        out.hasNulls |= value == null;
        if (type.kind().isSlice()) {
            Utf8 bytes = value == null ? new Utf8() : slice(value);
            ColumnBatch.appendText(out, at, bytes.bytes, bytes.start, bytes.length);
        } else if (value != null) {
            writePlain(value, out, at);
        }
    }

    private Utf8 slice(Object value) {
        return switch (type.kind()) {
            case STRING -> Utf8.of((String) value);
            case BINARY -> Utf8.of((byte[]) value);
            default -> {
                Utf8 bytes = new Utf8();
                result.write(value, bytes);
                yield bytes;
            }
        };
    }

    private void writePlain(Object value, ColumnVector out, int at) {
        switch (type.kind()) {
            case BOOLEAN -> out.longs[at] = (Boolean) value ? 1 : 0;
            case FLOAT, DOUBLE -> out.doubles[at] = ((Number) value).doubleValue();
            case DECIMAL -> {
                BigDecimal decimal = Casts.rescale((BigDecimal) value, type.precision(), type.scale());
                out.longs[at] = Wide.low(decimal);
                if (type.isWide()) {
                    out.highs[at] = Wide.high(decimal);
                }
            }
            case DATE -> out.longs[at] = JavaValues.of((LocalDate) value);
            case TIME -> out.longs[at] = JavaValues.of((LocalTime) value, type.precision());
            case TIMESTAMP -> out.longs[at] = JavaValues.of((LocalDateTime) value, type.precision());
            case TIMESTAMP_LTZ -> out.longs[at] = JavaValues.of((Instant) value, type.precision());
            default -> out.longs[at] = ((Number) value).longValue();
        }
    }

    @Override
    public void close() {
        synchronized (made) {
            made.forEach(instances::close);
            made.clear();
        }
    }
}
