package io.sluice.planner.parse;

import org.apache.calcite.sql.SqlCollectionTypeNameSpec;
import org.apache.calcite.sql.SqlTypeNameSpec;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.type.SqlTypeName;

/** {@code ARRAY<T>} or {@code MULTISET<T>}; tells, as its parent does not, whether elements may be NULL. */
final class ArrayTypeName extends SqlCollectionTypeNameSpec {
    private final boolean elementNullable;

    ArrayTypeName(SqlTypeNameSpec element, boolean elementNullable, SqlTypeName collection, SqlParserPos pos) {
        super(element, elementNullable, collection, pos);
        this.elementNullable = elementNullable;
    }

    boolean elementNullable() {
        return elementNullable;
    }
}
