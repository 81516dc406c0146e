package io.sluice.planner.validate;

import java.util.function.Predicate;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.util.SqlBasicVisitor;

/** Looks for names and calls in a tree of SQL. */
final class SqlSearch {
    private SqlSearch() {}

    /**
     * Whether some name or call is what is looked for.
     *
     * @param looked calls that are looked at, themselves and inside
     */
    static boolean finds(SqlNode tree, Predicate<SqlNode> wanted, Predicate<SqlCall> looked) {
        boolean[] found = new boolean[1];
        tree.accept(new SqlBasicVisitor<Void>() {
            @Override
            public Void visit(SqlIdentifier name) {
                found[0] |= wanted.test(name);
                return null;
            }

            @Override
            public Void visit(SqlCall call) {
                if (!looked.test(call)) {
                    return null;
                }
                found[0] |= wanted.test(call);
                return super.visit(call);
            }
        });
        return found[0];
    }
}
