package io.sluice.planner.validate;

import io.sluice.planner.function.CommonType;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.sql.type.SqlTypeFactoryImpl;
import org.apache.calcite.sql.type.SqlTypeMappingRule;
import org.apache.calcite.sql.type.SqlTypeUtil;

/** Makes types; strings are UTF-8, and what several types have in common is what {@link CommonType} says. */
final class StreamTypeFactory extends SqlTypeFactoryImpl {
    StreamTypeFactory() {
        super(new StreamTypeSystem());
    }

    @Override
    public Charset getDefaultCharset() {
        return StandardCharsets.UTF_8;
    }

    @Override
    public RelDataType leastRestrictive(List<RelDataType> types, SqlTypeMappingRule rule) {
        List<RelDataType> known =
                types.stream().filter(type -> !SqlTypes.isNull(type)).toList();
        boolean ours = known.stream().noneMatch(type -> type.isStruct() || SqlTypeUtil.isInterval(type));
        if (known.isEmpty() || !ours) {
            return super.leastRestrictive(types, rule);
        }
        if (!known.stream().allMatch(type -> SqlTypes.find(type).isPresent())) {
            return null;
        }
        boolean nullable = types.stream().anyMatch(RelDataType::isNullable);
        return CommonType.of(known.stream().map(SqlTypes::toDataType).toList())
                .map(type -> SqlTypes.toSql(type.withNullable(nullable), this))
                .orElse(null);
    }
}
