package io.sluice.sources.parquet;

import io.sluice.sources.column.StoredInterval;
import org.apache.parquet.format.ConvertedType;
import org.apache.parquet.format.LogicalType;
import org.apache.parquet.format.SchemaElement;
import org.apache.parquet.format.TimeUnit;
import org.apache.parquet.format.Type;

/**
 * A column of a Parquet file.
 *
 * @param leaf its position among the chunks of a row group
 * @param fixedLength bytes of a FIXED_LEN_BYTE_ARRAY
 * @param digits bits of an integer, digits of a DECIMAL, digits of the fraction of a timestamp
 * @param optional whether it has definition levels
 * @param mostDefinition the definition level of a value: how many of it and the groups around it may be missing
 * @param mostRepetition how many of it and the groups around it are repeated
 * @param typeName for messages, as SQL writes the type if it has one
 */
record FileColumn(
        String name,
        int leaf,
        Type physical,
        int fixedLength,
        Meaning meaning,
        int digits,
        int scale,
        boolean optional,
        int mostDefinition,
        int mostRepetition,
        String typeName) {
    /** What the stored values stand for. */
    enum Meaning {
        BOOLEAN,
        SIGNED,
        UNSIGNED,
        DECIMAL,
        /** Floating-point numbers of 16 bits. */
        HALF,
        FLOAT,
        DOUBLE,
        STRING,
        BINARY,
        UUID,
        DATE,
        /** Of the day. */
        TIME,
        WALL_TIME,
        INSTANT,
        /** INT96, which does not say whether it is a wall clock or an instant. */
        NANO_TIME,
        /** Months, days and milliseconds in twelve bytes. */
        INTERVAL,
        /** A column of NULLs that never had a type. */
        NOTHING,
        OTHER
    }

    /** {@code element} is that of a column of values. */
    static FileColumn of(SchemaElement element, int leaf, int mostDefinition, int mostRepetition) {
        FileColumn column = new FileColumn(
                element.getName(),
                leaf,
                element.getType(),
                element.getType_length(),
                Meaning.OTHER,
                0,
                0,
                mostDefinition > 0,
                mostDefinition,
                mostRepetition,
                element.getType().toString());
        boolean impossible = element.getType() == Type.FIXED_LEN_BYTE_ARRAY && element.getType_length() < 0;
        return impossible ? column : column.meant(element);
    }

    private FileColumn meant(SchemaElement element) {
        if (element.isSetLogicalType() && element.getLogicalType().isSetUNKNOWN()) {
            return as(Meaning.NOTHING, 0, 0, "NULL");
        }
        return switch (physical) {
            case BOOLEAN -> as(Meaning.BOOLEAN, 0, 0, "BOOLEAN");
            case INT32, INT64 -> integer(element);
            case INT96 -> as(Meaning.NANO_TIME, 6, 0, "TIMESTAMP(6)");
            case FLOAT -> as(Meaning.FLOAT, 0, 0, "FLOAT");
            case DOUBLE -> as(Meaning.DOUBLE, 0, 0, "DOUBLE");
            case BYTE_ARRAY -> byteArray(element);
            case FIXED_LEN_BYTE_ARRAY -> fixed(element);
        };
    }

    private FileColumn as(Meaning newMeaning, int newDigits, int newScale, String newTypeName) {
        return new FileColumn(
                name,
                leaf,
                physical,
                fixedLength,
                newMeaning,
                newDigits,
                newScale,
                optional,
                mostDefinition,
                mostRepetition,
                newTypeName);
    }

    private FileColumn other(SchemaElement element) {
        String annotation = element.isSetLogicalType()
                ? " (" + element.getLogicalType().getSetField() + ")"
                : element.isSetConverted_type() ? " (" + element.getConverted_type() + ")" : "";
        return as(Meaning.OTHER, 0, 0, physical + annotation);
    }

    private FileColumn byteArray(SchemaElement element) {
        if (isDecimal(element)) {
            return decimal(element);
        }
        LogicalType logical = element.getLogicalType();
        ConvertedType converted = element.getConverted_type();
        boolean text = logical == null
                ? converted == ConvertedType.UTF8 || converted == ConvertedType.ENUM || converted == ConvertedType.JSON
                : logical.isSetSTRING() || logical.isSetENUM() || logical.isSetJSON();
        if (text) {
            return as(Meaning.STRING, 0, 0, "STRING");
        }
        boolean bytes = logical == null ? converted == null || converted == ConvertedType.BSON : logical.isSetBSON();
        return bytes ? as(Meaning.BINARY, 0, 0, "BYTES") : other(element);
    }

    private FileColumn fixed(SchemaElement element) {
        if (isDecimal(element)) {
            return decimal(element);
        }
        LogicalType logical = element.getLogicalType();
        if (logical != null && logical.isSetUUID() && fixedLength == 16) {
            return as(Meaning.UUID, 0, 0, "STRING");
        }
        if (logical != null && logical.isSetFLOAT16() && fixedLength == 2) {
            return as(Meaning.HALF, 0, 0, "FLOAT");
        }
        boolean interval = logical == null && element.getConverted_type() == ConvertedType.INTERVAL;
        if (interval && fixedLength == StoredInterval.BYTES) {
            return as(Meaning.INTERVAL, 0, 0, "INTERVAL");
        }
        return logical == null && element.getConverted_type() == null
                ? as(Meaning.BINARY, 0, 0, "BYTES")
                : other(element);
    }

    private FileColumn integer(SchemaElement element) {
        LogicalType logical = element.getLogicalType();
        ConvertedType converted = element.getConverted_type();
        if (isDecimal(element)) {
            return decimal(element);
        }
        if (logical != null && logical.isSetTIMESTAMP()) {
            TimeUnit unit = logical.getTIMESTAMP().getUnit();
            int fraction = unit.isSetMILLIS() ? 3 : unit.isSetMICROS() ? 6 : 9;
            return timestamp(fraction, logical.getTIMESTAMP().isIsAdjustedToUTC());
        }
        if (logical != null && logical.isSetTIME()) {
            TimeUnit unit = logical.getTIME().getUnit();
            return time(unit.isSetMILLIS() ? 3 : unit.isSetMICROS() ? 6 : 9);
        }
        if (logical != null && logical.isSetINTEGER()) {
            return number(
                    logical.getINTEGER().getBitWidth(), logical.getINTEGER().isIsSigned());
        }
        if (logical != null) {
            return logical.isSetDATE() ? as(Meaning.DATE, 0, 0, "DATE") : other(element);
        }
        if (converted == null) {
            return number(physical == Type.INT32 ? 32 : 64, true);
        }
        return switch (converted) {
            case DATE -> as(Meaning.DATE, 0, 0, "DATE");
            case TIME_MILLIS -> time(3);
            case TIME_MICROS -> time(6);
            case TIMESTAMP_MILLIS -> timestamp(3, true);
            case TIMESTAMP_MICROS -> timestamp(6, true);
            case INT_8, INT_16, INT_32, INT_64 -> number(
                    8 << (converted.ordinal() - ConvertedType.INT_8.ordinal()), true);
            case UINT_8, UINT_16, UINT_32, UINT_64 -> number(
                    8 << (converted.ordinal() - ConvertedType.UINT_8.ordinal()), false);
            case UTF8, MAP, MAP_KEY_VALUE, LIST, ENUM, DECIMAL, JSON, BSON, INTERVAL -> other(element);
        };
    }

    private FileColumn time(int fraction) {
        return as(Meaning.TIME, fraction, 0, "TIME(" + Math.min(fraction, 6) + ")");
    }

    private FileColumn timestamp(int fraction, boolean adjusted) {
        return adjusted
                ? as(Meaning.INSTANT, fraction, 0, "TIMESTAMP_LTZ(" + fraction + ")")
                : as(Meaning.WALL_TIME, fraction, 0, "TIMESTAMP(" + fraction + ")");
    }

    private FileColumn number(int bits, boolean signed) {
        if (!signed) {
            return as(Meaning.UNSIGNED, bits, 0, "an unsigned integer of " + bits + " bits");
        }
        String sql = bits == 8 ? "TINYINT" : bits == 16 ? "SMALLINT" : bits == 32 ? "INT" : "BIGINT";
        return as(Meaning.SIGNED, bits, 0, sql);
    }

    private static boolean isDecimal(SchemaElement element) {
        return element.isSetLogicalType()
                ? element.getLogicalType().isSetDECIMAL()
                : element.getConverted_type() == ConvertedType.DECIMAL;
    }

    private FileColumn decimal(SchemaElement element) {
        boolean logical = element.isSetLogicalType();
        int precision = logical ? element.getLogicalType().getDECIMAL().getPrecision() : element.getPrecision();
        int newScale = logical ? element.getLogicalType().getDECIMAL().getScale() : element.getScale();
        return as(Meaning.DECIMAL, precision, newScale, "DECIMAL(" + precision + ", " + newScale + ")");
    }
}
