package io.sluice.sources.parquet;

import org.apache.parquet.format.ConvertedType;
import org.apache.parquet.format.FieldRepetitionType;
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
        String typeName) {
    /** What the stored values stand for. */
    enum Meaning {
        BOOLEAN,
        SIGNED,
        UNSIGNED,
        DECIMAL,
        FLOAT,
        DOUBLE,
        STRING,
        DATE,
        WALL_TIME,
        INSTANT,
        /** INT96, which does not say whether it is a wall clock or an instant. */
        NANO_TIME,
        OTHER
    }

    static FileColumn of(SchemaElement element, int leaf) {
        boolean optional = element.getRepetition_type() == FieldRepetitionType.OPTIONAL;
        boolean repeated = element.getRepetition_type() == FieldRepetitionType.REPEATED;
        FileColumn column = new FileColumn(
                element.getName(),
                leaf,
                element.getType(),
                element.getType_length(),
                Meaning.OTHER,
                0,
                0,
                optional,
                "REPEATED " + element.getType());
        return repeated ? column : column.meant(element);
    }

    /** A column that is a group of others. */
    static FileColumn nested(SchemaElement element, int leaf) {
        return new FileColumn(element.getName(), leaf, Type.BYTE_ARRAY, 0, Meaning.OTHER, 0, 0, true, "a nested type");
    }

    private FileColumn meant(SchemaElement element) {
        return switch (physical) {
            case BOOLEAN -> as(Meaning.BOOLEAN, 0, 0, "BOOLEAN");
            case INT32, INT64 -> integer(element);
            case INT96 -> as(Meaning.NANO_TIME, 6, 0, "TIMESTAMP(6)");
            case FLOAT -> as(Meaning.FLOAT, 0, 0, "FLOAT");
            case DOUBLE -> as(Meaning.DOUBLE, 0, 0, "DOUBLE");
            case BYTE_ARRAY -> byteArray(element);
            case FIXED_LEN_BYTE_ARRAY -> isDecimal(element) ? decimal(element) : other(element);
        };
    }

    private FileColumn as(Meaning newMeaning, int newDigits, int newScale, String newTypeName) {
        return new FileColumn(
                name, leaf, physical, fixedLength, newMeaning, newDigits, newScale, optional, newTypeName);
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
        return text ? as(Meaning.STRING, 0, 0, "STRING") : other(element);
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
            case TIMESTAMP_MILLIS -> timestamp(3, true);
            case TIMESTAMP_MICROS -> timestamp(6, true);
            case INT_8, INT_16, INT_32, INT_64 -> number(
                    8 << (converted.ordinal() - ConvertedType.INT_8.ordinal()), true);
            case UINT_8, UINT_16, UINT_32, UINT_64 -> number(
                    8 << (converted.ordinal() - ConvertedType.UINT_8.ordinal()), false);
            case UTF8, MAP, MAP_KEY_VALUE, LIST, ENUM, DECIMAL, TIME_MILLIS, TIME_MICROS, JSON, BSON, INTERVAL -> other(
                    element);
        };
    }

    private FileColumn timestamp(int fraction, boolean adjusted) {
        return adjusted
                ? as(Meaning.INSTANT, fraction, 0, "TIMESTAMP_LTZ(%d)".formatted(fraction))
                : as(Meaning.WALL_TIME, fraction, 0, "TIMESTAMP(%d)".formatted(fraction));
    }

    private FileColumn number(int bits, boolean signed) {
        if (!signed) {
            return as(Meaning.UNSIGNED, bits, 0, "an unsigned integer of %d bits".formatted(bits));
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
        return as(Meaning.DECIMAL, precision, newScale, "DECIMAL(%d, %d)".formatted(precision, newScale));
    }
}
