package io.sluice.planner.validate;

import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlSelect;

/** The clauses of a SELECT that we do not have yet. */
final class SelectClauses {
    private final ScriptErrors errors;

    SelectClauses(ScriptErrors errors) {
        this.errors = errors;
    }

    void check(SqlSelect select) {
        if (select.getGroup() != null) {
            select.getGroup().forEach(this::refuseGroupByDistinct);
        }
    }

    private void refuseGroupByDistinct(SqlNode group) {
        if (group.getKind() == SqlKind.GROUP_BY_DISTINCT) {
            throw errors.notYet(group, "GROUP BY DISTINCT", "Write each set of columns once.");
        }
    }
}
