package io.sluice.planner.parse;

import org.apache.calcite.avatica.util.TimeUnit;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlIntervalQualifier;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlTypeNameSpec;
import org.apache.calcite.sql.SqlWriter;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.validate.SqlValidator;
import org.apache.calcite.util.Litmus;

/** {@code INTERVAL DAY TO SECOND(3)}, {@code INTERVAL YEAR} …: whatever its units, one of our two types. */
public final class IntervalTypeName extends SqlTypeNameSpec {
    private final SqlIntervalQualifier units;

    public IntervalTypeName(SqlIntervalQualifier units, SqlParserPos pos) {
        super(new SqlIdentifier("INTERVAL", pos), pos);
        this.units = units;
    }

    SqlIntervalQualifier units() {
        return units;
    }

    @Override
    public RelDataType deriveType(SqlValidator validator) {
        return type(validator.getTypeFactory(), units.isYearMonth());
    }

    /** The one type of intervals of months, or of those of microseconds. */
    public static RelDataType type(RelDataTypeFactory factory, boolean months) {
        TimeUnit from = months ? TimeUnit.YEAR : TimeUnit.DAY;
        TimeUnit to = months ? TimeUnit.MONTH : TimeUnit.SECOND;
        return factory.createSqlIntervalType(
                new SqlIntervalQualifier(from, RelDataType.PRECISION_NOT_SPECIFIED, to, 6, SqlParserPos.ZERO));
    }

    @Override
    public void unparse(SqlWriter writer, int leftPrec, int rightPrec) {
        writer.keyword("INTERVAL");
        units.unparse(writer, leftPrec, rightPrec);
    }

    @Override
    public boolean equalsDeep(SqlTypeNameSpec spec, Litmus litmus) {
        boolean same = spec instanceof IntervalTypeName other && SqlNode.equalDeep(units, other.units, litmus);
        return same ? litmus.succeed() : litmus.fail("{} != {}", this, spec);
    }
}
