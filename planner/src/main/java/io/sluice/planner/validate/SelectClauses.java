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
        refuse(select.getOrderList(), "ORDER BY");
        refuse(select.getFetch(), "LIMIT");
        refuse(select.getOffset(), "OFFSET");
        if (select.getGroup() != null) {
            select.getGroup().forEach(this::refuseGroupByDistinct);
        }
    }

    private void refuse(SqlNode clause, String name) {
        if (clause != null) {
            throw errors.notYet(clause, "clause " + name, "Leave it out.");
        }
    }

    private void refuseGroupByDistinct(SqlNode group) {
        if (group.getKind() == SqlKind.GROUP_BY_DISTINCT) {
            throw errors.notYet(group, "GROUP BY DISTINCT", "Write each set of columns once.");
        }
    }
}
