package io.sluice.planner.kept;

import io.sluice.planner.ParsedQuery;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;

/**
 * Writes values of planning: the planner's records and enums, and what these hold.
 *
 * <pre>
 * value  := tag (1 byte) · what the tag says
 * record := name of the class · number of components (4) · each component, a value
 * </pre>
 *
 * A text, and where nodes are shared a record, is written once, and where it comes again by its number: they are counted from 0
 * as they end. One instance, one thread.
 */
final class ValueWriter {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final DataOutputStream out = new DataOutputStream(bytes);
    private final boolean shares;
    private final Map<String, Integer> texts = new HashMap<>();
    private final Map<Record, Integer> records = new IdentityHashMap<>();
    private final List<ParsedQuery> queries = new ArrayList<>();
    private int count;

    private ValueWriter(boolean shares) {
        this.shares = shares;
    }

    /** A record that is the same at several places is written once, and read as one. */
    static ValueWriter shared() {
        return new ValueWriter(true);
    }

    /** Equal values give equal bytes. */
    static ValueWriter plain() {
        return new ValueWriter(false);
    }

    byte[] bytes() {
        return bytes.toByteArray();
    }

    /** The queries that were written, in their order. */
    List<ParsedQuery> queries() {
        return queries;
    }

    ValueWriter write(Object value) throws NotKeptException {
        try {
            put(value);
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void put(Object value) throws IOException, NotKeptException {
        if (value instanceof Record || value instanceof Enum<?>) {
            putOwn(value);
        } else if (value instanceof String text) {
            putText(text);
        } else if (value instanceof Optional<?> optional) {
            putTag(optional.isPresent() ? Tag.PRESENT : Tag.EMPTY);
            if (optional.isPresent()) {
                put(optional.get());
            }
        } else if (value instanceof Collection<?> || value instanceof Map<?, ?>) {
            putMany(value);
        } else if (!putNumber(value)) {
            putOther(value);
        }
    }

    private void putTag(Tag tag) throws IOException {
        out.writeByte(tag.ordinal());
    }

    private void putText(String text) throws IOException, NotKeptException {
        Integer before = texts.get(text);
        if (before != null) {
            putAgain(before);
            return;
        }
        byte[] encoded = text.getBytes(StandardCharsets.UTF_8);
        if (!new String(encoded, StandardCharsets.UTF_8).equals(text)) {
            throw new NotKeptException("a text with half a character");
        }
        putTag(Tag.STRING);
        putBytes(encoded, 0, encoded.length);
        texts.put(text, count++);
    }

    private void putBytes(byte[] of, int from, int length) throws IOException {
        out.writeInt(length);
        out.write(of, from, length);
    }

    private void putAgain(int number) throws IOException {
        putTag(Tag.AGAIN);
        out.writeInt(number);
    }

    private void putOwn(Object value) throws IOException, NotKeptException {
        if (value instanceof Enum<?> constant) {
            putTag(Tag.ENUM);
            putText(constant.getDeclaringClass().getName());
            putText(constant.name());
        } else if (value instanceof ParsedQuery query) {
            putTag(Tag.QUERY);
            put(query.script());
            putText(query.text());
            queries.add(query);
        } else {
            putRecord((Record) value);
        }
    }

    private void putRecord(Record value) throws IOException, NotKeptException {
        Integer before = records.get(value);
        if (before != null) {
            putAgain(before);
            return;
        }
        RecordComponent[] components = value.getClass().getRecordComponents();
        putTag(Tag.RECORD);
        putText(OwnClasses.name(value.getClass()));
        out.writeInt(components.length);
        for (RecordComponent component : components) {
            try {
                put(component.getAccessor().invoke(value));
            } catch (ReflectiveOperationException e) {
                throw new NotKeptException("cannot read " + component, e);
            }
        }
        if (shares) {
            records.put(value, count);
        }
        count++;
    }

    private boolean putNumber(Object value) throws IOException, NotKeptException {
        if (value instanceof Integer number) {
            putTag(Tag.INT);
            out.writeInt(number);
        } else if (value instanceof Long number) {
            putTag(Tag.LONG);
            out.writeLong(number);
        } else if (value instanceof Boolean truth) {
            putTag(truth ? Tag.TRUE : Tag.FALSE);
        } else if (value instanceof Double number) {
            putTag(Tag.DOUBLE);
            out.writeLong(Double.doubleToRawLongBits(number));
        } else if (value instanceof BigDecimal number) {
            putTag(Tag.DECIMAL);
            putText(number.unscaledValue().toString());
            out.writeInt(number.scale());
        } else {
            return false;
        }
        return true;
    }

    /** Sets and maps in the order of their texts and constants: their own is another in each process. */
    private void putMany(Object value) throws IOException, NotKeptException {
        if (value instanceof Map<?, ?> map) {
            putTag(Tag.MAP);
            out.writeInt(map.size());
            for (Object key : sorted(map.keySet())) {
                put(key);
                put(map.get(key));
            }
            return;
        }
        Collection<?> all = value instanceof Set<?> set ? sorted(set) : (Collection<?>) value;
        putTag(value instanceof Set<?> ? Tag.SET : Tag.LIST);
        out.writeInt(all.size());
        for (Object each : all) {
            put(each);
        }
    }

    private static Set<?> sorted(Set<?> set) throws NotKeptException {
        try {
            return new TreeSet<>(set);
        } catch (ClassCastException e) {
            throw new NotKeptException("a set without an order", e);
        }
    }

    private void putOther(Object value) throws IOException, NotKeptException {
        if (value instanceof OptionalInt number) {
            putTag(number.isPresent() ? Tag.PRESENT_INT : Tag.EMPTY_INT);
            if (number.isPresent()) {
                out.writeInt(number.getAsInt());
            }
        } else if (value instanceof OptionalLong number) {
            putTag(number.isPresent() ? Tag.PRESENT_LONG : Tag.EMPTY_LONG);
            if (number.isPresent()) {
                out.writeLong(number.getAsLong());
            }
        } else if (value instanceof ZoneId zone) {
            putTag(Tag.ZONE);
            putText(zone.getId());
        } else if (value instanceof Duration duration) {
            putTag(Tag.DURATION);
            out.writeLong(duration.getSeconds());
            out.writeInt(duration.getNano());
        } else if (value instanceof ByteBuffer all) {
            putTag(Tag.BYTES);
            putBytes(all.array(), all.arrayOffset() + all.position(), all.remaining());
        } else if (value instanceof Class<?> type) {
            putTag(Tag.CLASS);
            putText(OwnClasses.name(type));
        } else if (value instanceof Method method) {
            putTag(Tag.METHOD);
            putText(OwnClasses.name(method.getDeclaringClass()));
            putText(OwnClasses.signature(method));
        } else {
            throw new NotKeptException("no way to write " + (value == null ? null : value.getClass()));
        }
    }
}
