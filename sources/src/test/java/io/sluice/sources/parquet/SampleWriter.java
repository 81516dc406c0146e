package io.sluice.sources.parquet;

import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.apache.parquet.column.ParquetProperties.WriterVersion;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.SimpleGroupFactory;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.example.ExampleParquetWriter;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.io.LocalOutputFile;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.MessageTypeParser;

/** Writes random rows with the writer of the Parquet project, which lets us choose encodings and pages. */
final class SampleWriter {
    private static final MessageType SCHEMA = MessageTypeParser.parseMessageType(
            """
            message sample {
              optional boolean flag;
              optional int32 number;
              optional int64 wide;
              optional float half;
              optional double real;
              optional binary word (STRING);
              optional binary path (ENUM);
              optional int32 price (DECIMAL(9, 2));
              optional int64 amount (DECIMAL(18, 4));
              optional fixed_len_byte_array(16) huge (DECIMAL(38, 6));
              optional binary text_decimal (DECIMAL(30, 3));
              optional binary short_text_decimal (DECIMAL(12, 3));
              optional int96 legacy;
            }
            """);
    private static final long MICROS_OF_DAY = 86_400_000_000L;

    private final Path file;
    private final Random random = new Random(42);
    private WriterVersion version = WriterVersion.PARQUET_1_0;
    private CompressionCodecName codec = CompressionCodecName.SNAPPY;
    private boolean dictionary = true;
    private boolean splitStream;
    private double nullRate = 0.1;
    private int rowsPerGroup = 7_000;
    private int pageRows = 500;

    SampleWriter(Path file) {
        this.file = file;
    }

    SampleWriter version(WriterVersion value) {
        version = value;
        return this;
    }

    SampleWriter codec(CompressionCodecName value) {
        codec = value;
        return this;
    }

    SampleWriter dictionary(boolean value) {
        dictionary = value;
        return this;
    }

    SampleWriter splitStream(boolean value) {
        splitStream = value;
        return this;
    }

    SampleWriter nullRate(double value) {
        nullRate = value;
        return this;
    }

    SampleWriter rowsPerGroup(int value) {
        rowsPerGroup = value;
        return this;
    }

    SampleWriter pageRows(int value) {
        pageRows = value;
        return this;
    }

    /** Returns the rows as they should be read. */
    List<List<Object>> write(int rows) throws IOException {
        Files.deleteIfExists(file);
        List<List<Object>> written = new ArrayList<>();
        SimpleGroupFactory groups = new SimpleGroupFactory(SCHEMA);
        try (ParquetWriter<Group> writer = ExampleParquetWriter.builder(new LocalOutputFile(file))
                .withConf(new PlainParquetConfiguration())
                .withType(SCHEMA)
                .withWriterVersion(version)
                .withCompressionCodec(codec)
                .withDictionaryEncoding(dictionary)
                .withByteStreamSplitEncoding(splitStream)
                .withRowGroupRowCountLimit(rowsPerGroup)
                .withPageRowCountLimit(pageRows)
                .build()) {
            for (int row = 0; row < rows; row++) {
                Group group = groups.newGroup();
                Object[] values = new Object[SCHEMA.getFieldCount()];
                for (int column = 0; column < values.length; column++) {
                    values[column] = random.nextDouble() < nullRate ? null : add(group, column, row);
                }
                writer.write(group);
                written.add(Arrays.asList(values));
            }
        }
        return written;
    }

    private Object add(Group group, int column, int row) {
        String name = SCHEMA.getFieldName(column);
        switch (name) {
            case "flag":
                boolean flag = row / 20 % 3 == 0 || random.nextInt(5) == 0;
                group.append(name, flag);
                return flag;
            case "number":
                int number = row % 1000 < 500 ? random.nextInt() : row;
                group.append(name, number);
                return (long) number;
            case "wide":
                long wide = row % 1000 < 300 ? random.nextLong() : 1_000_000_000_000L + 13L * row;
                group.append(name, wide);
                return wide;
            case "half":
                float half = random.nextFloat() * 1000;
                group.append(name, half);
                return (double) half;
            case "real":
                double real = random.nextGaussian();
                group.append(name, real);
                return real;
            case "word":
                String word = row % 3000 < 1500 ? "w" + random.nextInt(50) : "wört" + random.nextLong();
                group.append(name, word);
                return word;
            case "path":
                String path = "/a/b/%08d/%d".formatted(row / 4, random.nextInt(3));
                group.append(name, path);
                return path;
            case "legacy":
                return addLegacy(group, name);
            default:
                return addDecimal(group, name);
        }
    }

    private Object addLegacy(Group group, String name) {
        long micros = random.nextLong(-MICROS_OF_DAY * 40_000, MICROS_OF_DAY * 40_000);
        ByteBuffer bytes = ByteBuffer.allocate(12).order(ByteOrder.LITTLE_ENDIAN);
        bytes.putLong(Math.floorMod(micros, MICROS_OF_DAY) * 1000);
        bytes.putInt((int) (Math.floorDiv(micros, MICROS_OF_DAY) + 2_440_588));
        group.append(name, Binary.fromConstantByteArray(bytes.array()));
        return micros;
    }

    private Object addDecimal(Group group, String name) {
        switch (name) {
            case "price":
                int price = random.nextInt(-999_999_999, 1_000_000_000);
                group.append(name, price);
                return BigDecimal.valueOf(price, 2);
            case "amount":
                long amount = random.nextLong(-999_999_999_999_999_999L, 1_000_000_000_000_000_000L);
                group.append(name, amount);
                return BigDecimal.valueOf(amount, 4);
            case "huge":
                BigInteger huge = signed(new BigInteger(126, random));
                group.append(name, Binary.fromConstantByteArray(fixed(huge)));
                return new BigDecimal(huge, 6);
            case "text_decimal":
                BigInteger digits = signed(new BigInteger(random.nextInt(1, 99), random));
                group.append(name, Binary.fromConstantByteArray(digits.toByteArray()));
                return new BigDecimal(digits, 3);
            default:
                BigInteger few = BigInteger.valueOf(random.nextLong(-999_999_999_999L, 1_000_000_000_000L));
                group.append(name, Binary.fromConstantByteArray(few.toByteArray()));
                return new BigDecimal(few, 3);
        }
    }

    private BigInteger signed(BigInteger value) {
        return random.nextBoolean() ? value : value.negate();
    }

    private static byte[] fixed(BigInteger value) {
        byte[] bytes = new byte[16];
        byte[] digits = value.toByteArray();
        Arrays.fill(bytes, (byte) (value.signum() < 0 ? -1 : 0));
        System.arraycopy(digits, 0, bytes, 16 - digits.length, digits.length);
        return bytes;
    }
}
