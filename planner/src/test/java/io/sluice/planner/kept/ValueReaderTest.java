package io.sluice.planner.kept;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.planner.Position;
import io.sluice.planner.plan.Column;
import io.sluice.planner.plan.DataType;
import io.sluice.planner.plan.TypeKind;
import io.sluice.planner.sketch.DistinctHashes;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ValueReaderTest {
    private static final Column COLUMN = new Column("a", DataType.of(TypeKind.BIGINT, true));
    private static final List<Object> VALUES = List.of(
            "text 😀",
            "",
            true,
            false,
            Integer.MIN_VALUE,
            Long.MAX_VALUE,
            -0.0,
            Double.NaN,
            new BigDecimal("-12.340"),
            ZoneId.of("Europe/Berlin"),
            Duration.ofSeconds(-3, 5),
            Optional.empty(),
            Optional.of(Optional.of("text 😀")),
            OptionalInt.empty(),
            OptionalInt.of(7),
            OptionalLong.empty(),
            OptionalLong.of(-8),
            List.of(1, List.of(2L)),
            Set.of("b", "a", "c"),
            Map.of("x", COLUMN, "y", 5),
            TypeKind.MAP,
            COLUMN,
            List.of(COLUMN, COLUMN, new Column("a", DataType.of(TypeKind.BIGINT, true))),
            ByteBuffer.wrap(new byte[] {1, 2}),
            DistinctHashes.class,
            DistinctHashes.class.getDeclaredMethods()[0]);

    private static Object read(byte[] bytes) throws NotKeptException {
        return new ValueReader(ByteBuffer.wrap(bytes), number -> () -> number).read();
    }

    @Test
    void valuesComeBack() throws NotKeptException {
        byte[] shared = ValueWriter.shared().write(VALUES).bytes();
        byte[] plain = ValueWriter.plain().write(VALUES).bytes();
        assertThat(read(shared)).isEqualTo(VALUES);
        assertThat(read(plain)).isEqualTo(VALUES);
        assertThat(shared).hasSizeLessThan(plain.length);
    }

    @Test
    void oneRecordIsReadAsOne() throws NotKeptException {
        List<?> read = (List<?>) read(ValueWriter.shared()
                .write(List.of(COLUMN, COLUMN, new Column("a", COLUMN.type())))
                .bytes());
        assertThat(read.get(1)).isSameAs(read.get(0));
        assertThat(read.get(2)).isNotSameAs(read.get(0)).isEqualTo(read.get(0));
    }

    @Test
    void equalValuesGiveEqualPlainBytes() throws NotKeptException {
        byte[] one = ValueWriter.plain().write(List.of(COLUMN, COLUMN)).bytes();
        Column again = new Column("a", DataType.of(TypeKind.BIGINT, true));
        assertThat(ValueWriter.plain().write(List.of(COLUMN, again)).bytes()).isEqualTo(one);
    }

    @Test
    void whatIsNotOfThePlannerIsRefused() {
        record Other(int value) {}
        for (Object value :
                List.of(new Object(), new StringBuilder("a"), List.of(String.class), Optional.of(new int[1]))) {
            assertThatThrownBy(() -> ValueWriter.plain().write(value)).isInstanceOf(NotKeptException.class);
        }
        assertThat(new Other(1).value()).isOne();
        assertThatThrownBy(() -> ValueWriter.plain().write(Set.of(COLUMN, new Column("b", COLUMN.type()))))
                .isInstanceOf(NotKeptException.class);
        assertThatThrownBy(() -> ValueWriter.plain().write("a\uD800")).isInstanceOf(NotKeptException.class);
    }

    @Test
    void noClassButThePlannersIsLoaded() throws IOException {
        for (String name :
                List.of("java.lang.Runtime", "java.io.File", "io.sluice.Nothing", "io.sluice.planner.Nothing")) {
            for (Tag tag : List.of(Tag.RECORD, Tag.ENUM, Tag.CLASS, Tag.METHOD)) {
                ByteArrayOutputStream bytes = new ByteArrayOutputStream();
                DataOutputStream out = new DataOutputStream(bytes);
                out.writeByte(tag.ordinal());
                byte[] text = name.getBytes(StandardCharsets.UTF_8);
                out.writeByte(Tag.STRING.ordinal());
                out.writeInt(text.length);
                out.write(text);
                out.writeInt(0);
                out.writeInt(0);
                assertThatThrownBy(() -> read(bytes.toByteArray()))
                        .as("%s %s", tag, name)
                        .isInstanceOf(NotKeptException.class);
            }
        }
    }

    @Test
    void anyBytesAreReadOrRefused() throws NotKeptException {
        byte[] good = ValueWriter.shared()
                .write(List.of(VALUES, new Position(1, 2, 3, 4)))
                .bytes();
        Random random = new Random(7);
        for (int i = 0; i < 20_000; i++) {
            byte[] bad = good.clone();
            bad[random.nextInt(bad.length)] = (byte) random.nextInt();
            int length = random.nextBoolean() ? bad.length : random.nextInt(bad.length);
            try {
                new ValueReader(ByteBuffer.wrap(bad, 0, length), number -> () -> number).read();
            } catch (NotKeptException e) {
                assertThat(e).hasMessageMatching("(?s).+");
            }
        }
    }
}
