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
            select.getGroup().forEach(this::refuseGroupingSets);
        }
    }

    private void refuse(SqlNode clause, String name) {
        if (clause != null) {
            throw errors.notYet(clause, "clause " + name, "Leave it out.");
        }
    }

    private void refuseGroupingSets(SqlNode group) {
        switch (group.getKind()) {
            case ROLLUP, CUBE, GROUPING_SETS, GROUP_BY_DISTINCT -> throw errors.notYet(
                    group,
                    group.getKind() == SqlKind.GROUP_BY_DISTINCT
                            ? "GROUP BY DISTINCT"
                            : group.getKind().name().replace('_', ' '),
                    "Write one INSERT for each set of columns.");
            default -> {}
        }
    }
}
