package io.sluice.planner.validate;

import io.sluice.planner.PlanException;
import io.sluice.planner.parse.IntervalTypeName;
import io.sluice.planner.plan.Column;
import io.sluice.planner.plan.DataType;
import io.sluice.planner.plan.TypeKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.rel.type.RelDataTypeField;
import org.apache.calcite.rel.type.StructKind;
import org.apache.calcite.sql.type.SqlTypeName;

/** Our types as Calcite's, and back. */
public final class SqlTypes {
    private SqlTypes() {}

    static RelDataType toSql(DataType type, RelDataTypeFactory factory) {
        RelDataType sql =
                switch (type.kind()) {
                    case BOOLEAN -> factory.createSqlType(SqlTypeName.BOOLEAN);
                    case TINYINT -> factory.createSqlType(SqlTypeName.TINYINT);
                    case SMALLINT -> factory.createSqlType(SqlTypeName.SMALLINT);
                    case INT -> factory.createSqlType(SqlTypeName.INTEGER);
                    case BIGINT -> factory.createSqlType(SqlTypeName.BIGINT);
                    case FLOAT -> factory.createSqlType(SqlTypeName.FLOAT);
                    case DOUBLE -> factory.createSqlType(SqlTypeName.DOUBLE);
                    case DECIMAL -> factory.createSqlType(SqlTypeName.DECIMAL, type.precision(), type.scale());
                    case STRING -> factory.createSqlType(SqlTypeName.VARCHAR, type.precision());
                    case DATE -> factory.createSqlType(SqlTypeName.DATE);
                    case TIMESTAMP -> factory.createSqlType(SqlTypeName.TIMESTAMP, type.precision());
                    case TIMESTAMP_LTZ -> factory.createSqlType(
                            SqlTypeName.TIMESTAMP_WITH_LOCAL_TIME_ZONE, type.precision());
                    case BINARY -> factory.createSqlType(SqlTypeName.VARBINARY, type.precision());
                    case TIME -> factory.createSqlType(SqlTypeName.TIME, type.precision());
                    case ARRAY -> factory.createArrayType(toSql(type.element(), factory), -1);
                    case MAP -> factory.createMapType(toSql(type.key(), factory), toSql(type.value(), factory));
                    case ROW -> factory.createStructType(
                            StructKind.PEEK_FIELDS_NO_EXPAND,
                            type.children().stream()
                                    .map(field -> toSql(field.type(), factory))
                                    .toList(),
                            type.children().stream().map(Column::name).toList());
                    case INTERVAL_DAY_TIME, INTERVAL_YEAR_MONTH -> IntervalTypeName.type(
                            factory, type.kind() == TypeKind.INTERVAL_YEAR_MONTH);
                };
        return factory.createTypeWithNullability(sql, type.nullable());
    }

    static RelDataType rowType(List<Column> columns, RelDataTypeFactory factory) {
        RelDataTypeFactory.Builder row = factory.builder();
        columns.forEach(column -> row.add(column.name(), toSql(column.type(), factory)));
        return row.build();
    }

    /** Our type for one of Calcite's. A NULL without a type is a STRING. */
    public static DataType toDataType(RelDataType type) {
        return find(type)
                .orElseThrow(() -> new PlanException(
                        "type %s is not supported yet".formatted(type),
                        "The types are BOOLEAN, TINYINT, SMALLINT, INT, BIGINT, FLOAT, DOUBLE, DECIMAL(p, s), STRING,"
                                + " VARCHAR(n), CHAR(n), BYTES, VARBINARY(n), BINARY(n), DATE, TIME(p), TIMESTAMP(p),"
                                + " TIMESTAMP_LTZ(p), INTERVAL DAY TO SECOND, INTERVAL YEAR TO MONTH, ARRAY<t>, MAP<k, v>, ROW<name t, …>.",
                        Optional.empty()));
    }

    /** Empty for a type that we do not have. */
    static Optional<DataType> find(RelDataType type) {
        boolean nullable = type.isNullable();
        return switch (type.getSqlTypeName()) {
            case BOOLEAN -> Optional.of(DataType.of(TypeKind.BOOLEAN, nullable));
            case TINYINT -> Optional.of(DataType.of(TypeKind.TINYINT, nullable));
            case SMALLINT -> Optional.of(DataType.of(TypeKind.SMALLINT, nullable));
            case INTEGER -> Optional.of(DataType.of(TypeKind.INT, nullable));
            case BIGINT -> Optional.of(DataType.of(TypeKind.BIGINT, nullable));
            case FLOAT, REAL -> Optional.of(DataType.of(TypeKind.FLOAT, nullable));
            case DOUBLE -> Optional.of(DataType.of(TypeKind.DOUBLE, nullable));
            case DECIMAL -> Optional.of(DataType.decimal(type.getPrecision(), type.getScale(), nullable));
            case CHAR, NULL -> Optional.of(DataType.of(TypeKind.STRING, nullable));
            case VARCHAR -> Optional.of(new DataType(TypeKind.STRING, length(type), 0, nullable));
            case BINARY, VARBINARY -> Optional.of(new DataType(TypeKind.BINARY, length(type), 0, nullable));
            case DATE -> Optional.of(DataType.of(TypeKind.DATE, nullable));
            case TIME -> Optional.of(new DataType(TypeKind.TIME, type.getPrecision(), 0, nullable));
            case ARRAY -> find(type.getComponentType()).map(element -> DataType.array(element, nullable));
            case MAP -> find(type.getKeyType())
                    .flatMap(key -> find(type.getValueType()).map(value -> DataType.map(key, value, nullable)));
            case ROW -> row(type);
            case TIMESTAMP -> Optional.of(new DataType(TypeKind.TIMESTAMP, type.getPrecision(), 0, nullable));
            case TIMESTAMP_WITH_LOCAL_TIME_ZONE -> Optional.of(
                    new DataType(TypeKind.TIMESTAMP_LTZ, type.getPrecision(), 0, nullable));
            case INTERVAL_YEAR, INTERVAL_YEAR_MONTH, INTERVAL_MONTH -> Optional.of(
                    DataType.of(TypeKind.INTERVAL_YEAR_MONTH, nullable));
            case INTERVAL_DAY,
                    INTERVAL_DAY_HOUR,
                    INTERVAL_DAY_MINUTE,
                    INTERVAL_DAY_SECOND,
                    INTERVAL_HOUR,
                    INTERVAL_HOUR_MINUTE,
                    INTERVAL_HOUR_SECOND,
                    INTERVAL_MINUTE,
                    INTERVAL_MINUTE_SECOND,
                    INTERVAL_SECOND -> Optional.of(DataType.of(TypeKind.INTERVAL_DAY_TIME, nullable));
            default -> Optional.empty();
        };
    }

    private static Optional<DataType> row(RelDataType type) {
        List<Column> fields = new ArrayList<>();
        for (RelDataTypeField field : type.getFieldList()) {
            Optional<DataType> found = find(field.getType());
            if (found.isEmpty()) {
                return Optional.empty();
            }
            fields.add(new Column(field.getName(), found.get()));
        }
        return Optional.of(DataType.row(fields, type.isNullable()));
    }

    private static int length(RelDataType type) {
        return type.getPrecision() < 0 ? DataType.UNBOUNDED : type.getPrecision();
    }

    static boolean isNull(RelDataType type) {
        return type.getSqlTypeName() == SqlTypeName.NULL;
    }
}
