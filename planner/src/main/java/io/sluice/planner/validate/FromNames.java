package io.sluice.planner.validate;

import java.util.HashSet;
import java.util.Set;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlJoin;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlSelect;
import org.apache.calcite.sql.SqlWith;
import org.apache.calcite.sql.SqlWithItem;
import org.apache.calcite.sql.util.SqlBasicVisitor;

/** The names of one part that stand where tables do, anywhere in a query; not those that a WITH in it gives. */
final class FromNames extends SqlBasicVisitor<Void> {
    private final Set<String> names = new HashSet<>();

    private FromNames() {}

    static Set<String> in(SqlNode query) {
        FromNames found = new FromNames();
        query.accept(found);
        return found.names;
    }

    @Override
    public Void visit(SqlCall call) {
        if (call instanceof SqlWith with) {
            Set<String> inner = in(with.body);
            for (SqlNode item : with.withList) {
                inner.addAll(in(((SqlWithItem) item).query));
            }
            with.withList.forEach(item -> inner.remove(((SqlWithItem) item).name.getSimple()));
            names.addAll(inner);
            return null;
        }
        if (call instanceof SqlSelect select && select.getFrom() != null) {
            add(select.getFrom());
        }
        if (call.getKind() == SqlKind.EXPLICIT_TABLE) {
            add(call.operand(0));
        }
        return super.visit(call);
    }

    private void add(SqlNode from) {
        if (from instanceof SqlIdentifier name && name.isSimple()) {
            names.add(name.getSimple());
        } else if (from instanceof SqlJoin join) {
            add(join.getLeft());
            add(join.getRight());
        } else if (from.getKind() == SqlKind.AS) {
            add(((SqlCall) from).operand(0));
        }
    }
}
