package io.sluice.planner.validate;

import io.sluice.planner.ParsedQuery;
import io.sluice.planner.Script;
import io.sluice.planner.TableResolver;
import io.sluice.planner.TableResolver.Relation;
import io.sluice.planner.parse.StreamParser;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.calcite.sql.SqlBasicCall;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlDataTypeSpec;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlIntervalQualifier;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.util.SqlShuttle;

/** The tables and views that a query names. */
final class Relations {
    private final TableResolver resolver;
    private final Map<String, StreamTable> tables = new LinkedHashMap<>();
    private final Deque<String> openViews = new ArrayDeque<>();

    Relations(TableResolver resolver) {
        this.resolver = resolver;
    }

    /** The tables used so far. */
    Map<String, StreamTable> tables() {
        return tables;
    }

    /** A function that a user has created. */
    Optional<UserOperator> function(String name) {
        return resolver.function(name).map(UserOperator::new);
    }

    boolean isView(SqlIdentifier name) {
        return name.isSimple() && resolver.find(name.getSimple()).orElse(null) instanceof Relation.View;
    }

    void useTable(ScriptErrors errors, SqlIdentifier name) {
        if (!name.isSimple()) {
            throw errors.at(
                    name,
                    "name \"%s\" has %d parts: expected 1".formatted(name, name.names.size()),
                    "There are no catalogs and databases; leave out what stands before the last dot.");
        }
        Relation relation = resolver.find(name.getSimple()).orElseThrow(() -> doesNotExist(errors, name));
        Relation.Table table = (Relation.Table) relation;
        if (!table.abilities().readable()) {
            throw errors.at(
                    name,
                    "table \"%s\" cannot be read: its connector '%s' only writes"
                            .formatted(name, table.abilities().connector()),
                    "Read from the table that it is filled from.");
        }
        tables.put(name.getSimple(), StreamTable.of(table));
    }

    private RuntimeException doesNotExist(ScriptErrors errors, SqlIdentifier name) {
        List<String> names = resolver.names();
        String otherwise = names.isEmpty() ? "Define it with CREATE TABLE before." : "SHOW TABLES lists what there is.";
        return errors.at(
                name,
                "table \"%s\" does not exist%s".formatted(name, Names.nearest(name.getSimple(), names)),
                Names.all("tables and views", names, otherwise));
    }

    /** The query of a view as it is written, all of it at the place where the view is named. */
    SqlNode viewTree(SqlIdentifier name) {
        Relation.View view = (Relation.View) resolver.find(name.getSimple()).orElseThrow();
        ParsedQuery parsed = StreamParser.query(new Script("view \"%s\"".formatted(name), view.query()));
        return ((SqlNode) parsed.tree()).accept(new Relocation(name.getParserPosition()));
    }

    /** The query of a view, its names replaced, all of it at the place where the view is named. */
    SqlNode viewQuery(ScriptErrors errors, SqlIdentifier name) {
        Relation.View view = (Relation.View) resolver.find(name.getSimple()).orElseThrow();
        if (openViews.contains(view.name())) {
            throw errors.at(name, "view \"%s\" reads itself".formatted(name), "Define one of them over a table.");
        }
        openViews.push(view.name());
        try {
            ParsedQuery parsed = StreamParser.query(new Script("view \"%s\"".formatted(name), view.query()));
            QueryValidator.check(resolver, parsed);
            SqlNode query = new QueryRewriter(new ScriptErrors(parsed.script()), this)
                    .rewriteDefinition((SqlNode) parsed.tree());
            SqlNode here = query.accept(new Relocation(name.getParserPosition()));
            return view.columns().isEmpty() ? here : renamed(here, view, name.getParserPosition());
        } finally {
            openViews.pop();
        }
    }

    private static SqlNode renamed(SqlNode query, Relation.View view, SqlParserPos pos) {
        List<SqlNode> operands = new ArrayList<>(List.of(query, new SqlIdentifier(view.name(), pos)));
        view.columns().forEach(column -> operands.add(new SqlIdentifier(column, pos)));
        return selectAll(new SqlBasicCall(SqlStdOperatorTable.AS, operands, pos), pos);
    }

    static SqlNode selectAll(SqlNode from, SqlParserPos pos) {
        return QueryRewriter.select(pos, QueryRewriter.star(pos), from, null);
    }

    /** Moves a tree to one place. */
    private static final class Relocation extends SqlShuttle {
        private final SqlParserPos pos;

        Relocation(SqlParserPos pos) {
            this.pos = pos;
        }

        @Override
        public SqlNode visit(SqlIdentifier name) {
            return name.clone(pos);
        }

        @Override
        public SqlNode visit(SqlLiteral literal) {
            return literal.clone(pos);
        }

        @Override
        public SqlNode visit(SqlNodeList nodes) {
            SqlNodeList moved = new SqlNodeList(pos);
            nodes.forEach(node -> moved.add(node == null ? null : node.accept(this)));
            return moved;
        }

        @Override
        public SqlNode visit(SqlCall call) {
            return super.visit(call).clone(pos);
        }

        @Override
        public SqlNode visit(SqlDataTypeSpec type) {
            return type.clone(pos);
        }

        @Override
        public SqlNode visit(SqlIntervalQualifier qualifier) {
            return qualifier.clone(pos);
        }
    }
}
