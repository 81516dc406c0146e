package io.sluice.planner.validate;

import java.math.BigDecimal;
import java.util.List;
import org.apache.calcite.sql.SqlBasicCall;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.SqlSampleSpec;
import org.apache.calcite.sql.SqlSampleSpec.SqlTableSampleSpec;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.parser.SqlParserPos;

/** {@code TABLESAMPLE BERNOULLI(p)} and {@code SYSTEM(p)} as a condition on each row: one is drawn as the others are. */
final class Samples {
    private Samples() {}

    /** Under which a row is drawn. */
    static SqlNode condition(ScriptErrors errors, SqlCall sample) {
        SqlParserPos pos = sample.getParserPosition();
        if (!(SqlLiteral.sampleValue(sample.operand(1)) instanceof SqlTableSampleSpec spec)) {
            SqlSampleSpec other = SqlLiteral.sampleValue(sample.operand(1));
            throw errors.notYet(
                    sample, "TABLESAMPLE " + other, "Write TABLESAMPLE BERNOULLI(10), a percentage of the rows.");
        }
        BigDecimal rate = spec.sampleRate;
        if (rate.signum() == 0 || rate.compareTo(BigDecimal.ONE) >= 0) {
            return SqlLiteral.createBoolean(rate.signum() != 0, pos);
        }
        SqlOperator random = StreamOperators.INSTANCE.function("RAND").orElseThrow();
        List<SqlNode> seed = spec.isRepeatable()
                ? List.of(SqlLiteral.createExactNumeric(Integer.toString(spec.getRepeatableSeed()), pos))
                : List.of();
        return SqlStdOperatorTable.LESS_THAN.createCall(
                pos,
                new SqlBasicCall(random, seed, pos),
                SqlLiteral.createApproxNumeric(rate.toPlainString() + "E0", pos));
    }
}
