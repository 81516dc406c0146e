package io.sluice.planner.kept;

import io.sluice.planner.ParsedQuery;
import io.sluice.planner.Script;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.IntFunction;
import java.util.function.Supplier;

/** Reads what {@link ValueWriter} has written. Lists, sets and maps cannot be changed. One instance, one thread. */
final class ValueReader {
    private final ByteBuffer in;
    private final IntFunction<Supplier<?>> trees;
    private final List<Object> before = new ArrayList<>();
    private final Map<String, Constructor<?>> constructors = new HashMap<>();
    private int queries;

    /** @param trees gives what parses each query, counted from 0 */
    ValueReader(ByteBuffer in, IntFunction<Supplier<?>> trees) {
        this.in = in;
        this.trees = trees;
    }

    Object read() throws NotKeptException {
        try {
            return next();
        } catch (BufferUnderflowException
                | IndexOutOfBoundsException
                | ClassCastException
                | IllegalArgumentException
                | DateTimeException e) {
            throw new NotKeptException("not the bytes of a value", e);
        }
    }

    private Object next() throws NotKeptException {
        Tag tag = Tag.of(in.get());
        return switch (tag) {
            case AGAIN -> before.get(in.getInt());
            case STRING -> text();
            case TRUE -> true;
            case FALSE -> false;
            case INT -> in.getInt();
            case LONG -> in.getLong();
            case DOUBLE -> Double.longBitsToDouble(in.getLong());
            case DECIMAL -> new BigDecimal(new BigInteger(nextText()), in.getInt());
            case ZONE -> ZoneId.of(nextText());
            case DURATION -> Duration.ofSeconds(in.getLong(), in.getInt());
            case EMPTY -> Optional.empty();
            case PRESENT -> Optional.of(next());
            case EMPTY_INT -> OptionalInt.empty();
            case PRESENT_INT -> OptionalInt.of(in.getInt());
            case EMPTY_LONG -> OptionalLong.empty();
            case PRESENT_LONG -> OptionalLong.of(in.getLong());
            case LIST -> List.of(values(length()));
            case SET -> Set.of(values(length()));
            case MAP -> map();
            case ENUM -> constant();
            case RECORD -> record();
            case CLASS -> OwnClasses.named(nextText());
            case METHOD -> OwnClasses.method(nextText(), nextText());
            case BYTES -> ByteBuffer.wrap(bytes());
            case QUERY -> new ParsedQuery((Script) next(), nextText(), trees.apply(queries++));
        };
    }

    private String nextText() throws NotKeptException {
        return (String) next();
    }

    private String text() throws NotKeptException {
        String read = new String(bytes(), StandardCharsets.UTF_8);
        before.add(read);
        return read;
    }

    private byte[] bytes() throws NotKeptException {
        byte[] bytes = new byte[length()];
        in.get(bytes);
        return bytes;
    }

    /** Of a text, bytes or values: each takes a byte or more. */
    private int length() throws NotKeptException {
        int length = in.getInt();
        if (length < 0 || length > in.remaining()) {
            throw new NotKeptException("not a length: " + length);
        }
        return length;
    }

    private Object[] values(int count) throws NotKeptException {
        Object[] values = new Object[count];
        for (int i = 0; i < count; i++) {
            values[i] = next();
        }
        return values;
    }

    private Map<?, ?> map() throws NotKeptException {
        Map<Object, Object> map = new HashMap<>();
        for (int left = length(); left > 0; left--) {
            map.put(next(), next());
        }
        return Map.copyOf(map);
    }

    private Object constant() throws NotKeptException {
        Class<?> type = OwnClasses.named(nextText());
        String name = nextText();
        if (!type.isEnum()) {
            throw new NotKeptException("not an enum: " + type);
        }
        return Arrays.stream(type.getEnumConstants())
                .filter(constant -> ((Enum<?>) constant).name().equals(name))
                .findFirst()
                .orElseThrow(() -> new NotKeptException("%s has no %s".formatted(type, name)));
    }

    private Object record() throws NotKeptException {
        String name = nextText();
        int components = in.getInt();
        Constructor<?> constructor = constructors.get(name);
        if (constructor == null || constructor.getParameterCount() != components) {
            constructor = OwnClasses.constructor(name, components);
            constructors.put(name, constructor);
        }
        try {
            Object made = constructor.newInstance(values(components));
            before.add(made);
            return made;
        } catch (InvocationTargetException e) {
            throw new NotKeptException("%s does not take its components".formatted(name), e.getCause());
        } catch (ReflectiveOperationException e) {
            throw new NotKeptException("cannot make " + name, e);
        }
    }
}
