package io.sluice.planner.validate;

import io.sluice.planner.StateTableName;
import java.math.BigDecimal;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlCharStringLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNumericLiteral;
import org.apache.calcite.util.NlsString;

/** Reads the arguments of {@code STATE('directory', 'uid' [, 'table'] [, batch])}, which are literals. */
final class StateTables {
    private static final String FORM = "Write TABLE(STATE('checkpoint directory', 'operator' [, 'table'] [, batch])).";

    private StateTables() {}

    static StateTableName name(ScriptErrors errors, SqlCall call) {
        int count = call.operandCount();
        if (count < 2 || count > 4) {
            throw errors.at(call, "STATE has %d arguments: expected 2 to 4".formatted(count), FORM);
        }
        boolean hasTable = count > 2 && call.operand(2) instanceof SqlCharStringLiteral;
        boolean hasBatch = count > (hasTable ? 3 : 2);
        if (count == 4 && !hasTable) {
            throw errors.at(call.operand(2), "the table of STATE is no text: expected its name", FORM);
        }
        return new StateTableName(
                text(errors, call.operand(0), "checkpoint directory"),
                text(errors, call.operand(1), "operator"),
                hasTable ? Optional.of(text(errors, call.operand(2), "table")) : Optional.empty(),
                hasBatch ? OptionalLong.of(batch(errors, call.operand(count - 1))) : OptionalLong.empty());
    }

    private static String text(ScriptErrors errors, SqlNode node, String what) {
        if (node instanceof SqlCharStringLiteral literal) {
            return literal.getValueAs(NlsString.class).getValue();
        }
        throw errors.at(node, "the %s of STATE is %s: expected a text such as 'a'".formatted(what, node), FORM);
    }

    private static long batch(ScriptErrors errors, SqlNode node) {
        if (node instanceof SqlNumericLiteral literal && literal.isInteger()) {
            return literal.getValueAs(BigDecimal.class).longValueExact();
        }
        throw errors.at(node, "the batch of STATE is %s: expected a number such as 12".formatted(node), FORM);
    }
}
