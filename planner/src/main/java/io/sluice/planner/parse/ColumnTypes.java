package io.sluice.planner.parse;

import io.sluice.planner.Nearest;
import io.sluice.planner.PlanException;
import io.sluice.planner.plan.Column;
import io.sluice.planner.plan.DataType;
import io.sluice.planner.plan.TypeKind;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.calcite.sql.SqlBasicTypeNameSpec;
import org.apache.calcite.sql.SqlCollectionTypeNameSpec;
import org.apache.calcite.sql.SqlDataTypeSpec;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlIntervalQualifier;
import org.apache.calcite.sql.SqlMapTypeNameSpec;
import org.apache.calcite.sql.SqlRowTypeNameSpec;
import org.apache.calcite.sql.SqlTypeNameSpec;

/** Types as the script writes them to our types; refuses those that we do not have. */
final class ColumnTypes {
    private static final int MAX_DIGITS = 38;
    private static final int MAX_FRACTION = 6;
    private static final int DEFAULT_DIGITS = 10;

    private static final String NO_ZONE =
            "Use TIMESTAMP_LTZ, an instant that is shown in the session's time zone, or TIMESTAMP.";

    /** What people may write for our types, for a name that is none. */
    private static final Map<String, String> OTHER_NAMES = Map.ofEntries(
            Map.entry("TEXT", "STRING"),
            Map.entry("VARCHAR2", "STRING"),
            Map.entry("NVARCHAR", "STRING"),
            Map.entry("LONG", "BIGINT"),
            Map.entry("INT8", "BIGINT"),
            Map.entry("INT64", "BIGINT"),
            Map.entry("INT4", "INT"),
            Map.entry("INT32", "INT"),
            Map.entry("INT2", "SMALLINT"),
            Map.entry("SHORT", "SMALLINT"),
            Map.entry("BYTE", "TINYINT"),
            Map.entry("BLOB", "BYTES"),
            Map.entry("BYTEA", "BYTES"),
            Map.entry("STRUCT", "ROW<name type, …>"),
            Map.entry("LIST", "ARRAY<type>"),
            Map.entry("BOOL", "BOOLEAN"),
            Map.entry("FLOAT4", "FLOAT"),
            Map.entry("FLOAT8", "DOUBLE"),
            Map.entry("FLOAT64", "DOUBLE"),
            Map.entry("NUMBER", "DECIMAL(p, s)"),
            Map.entry("DATETIME", "TIMESTAMP"),
            Map.entry("TIMESTAMPTZ", "TIMESTAMP_LTZ"),
            Map.entry("TIMESTAMP_NTZ", "TIMESTAMP"));

    private static final List<String> NAMES = List.of(
            "BOOLEAN",
            "TINYINT",
            "SMALLINT",
            "INT",
            "INTEGER",
            "BIGINT",
            "FLOAT",
            "DOUBLE",
            "DECIMAL",
            "STRING",
            "VARCHAR",
            "CHAR",
            "DATE",
            "BYTES",
            "BINARY",
            "VARBINARY",
            "TIME",
            "TIMESTAMP",
            "TIMESTAMP_LTZ");

    private final GrammarActions actions;
    private final String place;

    /** @param place such as {@code of column "a"}, after a space; empty in an expression */
    ColumnTypes(GrammarActions actions, String place) {
        this.actions = actions;
        this.place = place;
    }

    DataType of(SqlDataTypeSpec spec, boolean nullable) {
        SqlTypeNameSpec type = spec.getTypeNameSpec();
        if (type instanceof SqlBasicTypeNameSpec basic) {
            return basic(basic, nullable);
        }
        if (type instanceof SqlCollectionTypeNameSpec collection) {
            return array(collection, nullable);
        }
        if (type instanceof SqlMapTypeNameSpec map) {
            return map(map, nullable);
        }
        if (type instanceof SqlRowTypeNameSpec row) {
            return row(row, nullable);
        }
        if (type instanceof IntervalTypeName interval) {
            return interval(interval, nullable);
        }
        throw unknown(type);
    }

    private DataType of(SqlDataTypeSpec spec) {
        return of(spec, spec.getNullable() == null || spec.getNullable());
    }

    private DataType array(SqlCollectionTypeNameSpec type, boolean nullable) {
        String name = type.getTypeName().getSimple();
        if (!name.equals("ARRAY")) {
            throw refused(type, name, "Use an ARRAY, or a MAP from the element to its count.");
        }
        boolean elementNullable = !(type instanceof ArrayTypeName array) || array.elementNullable();
        SqlTypeNameSpec element = type.getElementTypeName();
        return DataType.array(of(new SqlDataTypeSpec(element, element.getParserPos()), elementNullable), nullable);
    }

    private DataType map(SqlMapTypeNameSpec type, boolean nullable) {
        DataType key = of(type.getKeyType());
        if (key.kind().isNested()) {
            throw refused(type, "MAP with a key of type " + key, "Use a key of a simple type, such as STRING.");
        }
        return DataType.map(key, of(type.getValType()), nullable);
    }

    private DataType row(SqlRowTypeNameSpec type, boolean nullable) {
        List<Column> fields = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (int i = 0; i < type.getArity(); i++) {
            SqlIdentifier name = type.getFieldNames().get(i);
            if (!names.add(name.getSimple())) {
                throw actions.failure(
                        GrammarActions.position(name.getParserPosition()),
                        "field \"%s\" of a ROW%s is declared twice".formatted(name.getSimple(), place),
                        "Rename one of them.");
            }
            fields.add(new Column(name.getSimple(), of(type.getFieldTypes().get(i))));
        }
        return DataType.row(fields, nullable);
    }

    private DataType basic(SqlBasicTypeNameSpec type, boolean nullable) {
        String name = type.getTypeName().getSimple();
        return switch (name) {
            case "BOOLEAN", "TINYINT", "SMALLINT", "BIGINT", "DOUBLE", "DATE" -> DataType.of(
                    TypeKind.valueOf(name), nullable);
            case "INTEGER" -> DataType.of(TypeKind.INT, nullable);
            case "FLOAT", "REAL" -> DataType.of(TypeKind.FLOAT, nullable);
            case "DECIMAL" -> decimal(type, nullable);
            case "VARCHAR" -> string(type, DataType.UNBOUNDED, nullable);
            case "CHAR" -> string(type, 1, nullable);
            case "TIMESTAMP" -> time(type, TypeKind.TIMESTAMP, MAX_FRACTION, nullable);
            case "TIMESTAMP_WITH_LOCAL_TIME_ZONE" -> time(type, TypeKind.TIMESTAMP_LTZ, MAX_FRACTION, nullable);
            case "TIME" -> time(type, TypeKind.TIME, 0, nullable);
            case "TIMESTAMP_TZ" -> throw refused(type, "TIMESTAMP WITH TIME ZONE", NO_ZONE);
            case "TIME_TZ", "TIME_WITH_LOCAL_TIME_ZONE" -> throw refused(
                    type, asWritten(type), "Use TIME(p), a time on a clock without a zone.");
            case "BINARY" -> binary(type, 1, nullable);
            case "VARBINARY" -> binary(type, DataType.UNBOUNDED, nullable);
            case "UTINYINT", "USMALLINT", "UINTEGER", "UBIGINT" -> throw refused(
                    type, "UNSIGNED", "Use the next larger type: SMALLINT, INT, BIGINT or DECIMAL(20, 0).");
            case "ANY", "VARIANT", "GEOMETRY", "UUID" -> throw refused(type, name, "Keep the value as STRING.");
            default -> throw unknown(type);
        };
    }

    private DataType decimal(SqlBasicTypeNameSpec type, boolean nullable) {
        int precision = type.getPrecision() < 0 ? DEFAULT_DIGITS : type.getPrecision();
        int scale = type.getScale() == Integer.MIN_VALUE ? 0 : type.getScale();
        if (precision < 1 || precision > MAX_DIGITS) {
            throw outOfRange(type, "DECIMAL", "%d digits".formatted(precision), "1 to " + MAX_DIGITS);
        }
        if (scale < 0 || scale > precision) {
            throw outOfRange(type, "DECIMAL", "%d digits after the point".formatted(scale), "0 to " + precision);
        }
        return DataType.decimal(precision, scale, nullable);
    }

    private DataType string(SqlBasicTypeNameSpec type, int defaultLength, boolean nullable) {
        if (type.getCharSetName() != null) {
            throw refused(type, "CHARACTER SET " + type.getCharSetName(), "All strings are UTF-8; leave it out.");
        }
        int length = type.getPrecision() < 0 ? defaultLength : type.getPrecision();
        if (length < 1) {
            throw outOfRange(type, type.getTypeName().getSimple(), "length %d".formatted(length), "1 or more");
        }
        return new DataType(TypeKind.STRING, length, 0, nullable);
    }

    private DataType binary(SqlBasicTypeNameSpec type, int defaultLength, boolean nullable) {
        int length = type.getPrecision() < 0 ? defaultLength : type.getPrecision();
        if (length < 1) {
            throw outOfRange(type, type.getTypeName().getSimple(), "length %d".formatted(length), "1 or more");
        }
        return new DataType(TypeKind.BINARY, length, 0, nullable);
    }

    private DataType time(SqlBasicTypeNameSpec type, TypeKind kind, int defaultPrecision, boolean nullable) {
        int precision = type.getPrecision() < 0 ? defaultPrecision : type.getPrecision();
        if (precision > MAX_FRACTION) {
            throw actions.failure(
                    GrammarActions.position(type.getParserPos()),
                    "%s%s has %d digits of a second: expected 0 to %d".formatted(kind, place, precision, MAX_FRACTION),
                    "Times are microseconds; write %s(%d). Nanoseconds in files are cut with the option 'timestamp.nanos' = 'truncate'."
                            .formatted(kind, MAX_FRACTION));
        }
        return new DataType(kind, precision, 0, nullable);
    }

    /** Of its units only remains whether they are months; the digits of the first one are no limit. */
    private DataType interval(IntervalTypeName type, boolean nullable) {
        SqlIntervalQualifier units = type.units();
        int fraction = units.getFractionalSecondPrecisionPreservingDefault();
        if (fraction > MAX_FRACTION) {
            throw actions.failure(
                    GrammarActions.position(type.getParserPos()),
                    "INTERVAL%s has %d digits of a second: expected 0 to %d".formatted(place, fraction, MAX_FRACTION),
                    "Intervals are microseconds; write SECOND(%d).".formatted(MAX_FRACTION));
        }
        return DataType.of(units.isYearMonth() ? TypeKind.INTERVAL_YEAR_MONTH : TypeKind.INTERVAL_DAY_TIME, nullable);
    }

    private PlanException outOfRange(SqlTypeNameSpec type, String name, String what, String expected) {
        return actions.failure(
                GrammarActions.position(type.getParserPos()),
                "%s%s has %s: expected %s".formatted(name, place, what, expected),
                "");
    }

    private PlanException refused(SqlTypeNameSpec type, String name, String hint) {
        return actions.failure(
                GrammarActions.position(type.getParserPos()),
                "type %s%s is not supported yet".formatted(name, place),
                hint);
    }

    private String asWritten(SqlTypeNameSpec type) {
        return actions.text(GrammarActions.position(type.getParserPos()));
    }

    private PlanException unknown(SqlTypeNameSpec type) {
        String name = type.getTypeName().toString();
        String known = "The types are BOOLEAN, TINYINT, SMALLINT, INT, BIGINT, FLOAT, DOUBLE, DECIMAL(p, s), STRING,"
                + " VARCHAR(n), CHAR(n), BYTES, VARBINARY(n), BINARY(n), DATE, TIME(p), TIMESTAMP(p), TIMESTAMP_LTZ(p),"
                + " INTERVAL DAY TO SECOND, INTERVAL YEAR TO MONTH, ARRAY<t>, MAP<k, v>, ROW<name t, …>.";
        Optional<String> meant = Optional.ofNullable(OTHER_NAMES.get(name.toUpperCase(Locale.ROOT)))
                .or(() -> Nearest.of(name, NAMES).stream().findFirst());
        return actions.failure(
                GrammarActions.position(type.getParserPos()),
                "type %s%s does not exist".formatted(name, place),
                meant.map("Did you mean %s? "::formatted).orElse("") + known);
    }
}
