package io.sluice.planner.parse;

import io.sluice.planner.ParsedQuery;
import io.sluice.planner.Position;
import io.sluice.planner.Statement;
import io.sluice.planner.TableDefinition;
import io.sluice.planner.TableDefinition.ColumnDefinition;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.calcite.sql.SqlNode;

/** Statements as a few readable lines, all that they hold included. */
final class StatementText {
    private final StringBuilder out = new StringBuilder();

    private StatementText() {}

    static String of(List<Statement> statements) {
        StatementText text = new StatementText();
        statements.forEach(text::append);
        return text.out.toString();
    }

    private void line(String format, Object... values) {
        out.append(format.formatted(values)).append('\n');
    }

    private static String at(Position p) {
        return "%d:%d-%d:%d".formatted(p.line(), p.column(), p.endLine(), p.endColumn());
    }

    private static String flags(Object... pairs) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < pairs.length; i += 2) {
            text.append((boolean) pairs[i + 1] ? " " + pairs[i] : "");
        }
        return text.toString();
    }

    private void append(Statement statement) {
        if (statement instanceof Statement.CreateTable create) {
            createTable(create);
        } else if (statement instanceof Statement.CreateView view) {
            line(
                    "create view %s%s %s %s",
                    view.name(),
                    flags("replace", view.replace(), "if-not-exists", view.ifNotExists()),
                    view.columns(),
                    at(view.position()));
            query(view.query());
        } else if (statement instanceof Statement.CreateMaterializedView view) {
            line(
                    "create materialized view %s%s %s %s",
                    view.name(), flags("if-not-exists", view.ifNotExists()), view.columns(), at(view.position()));
            query(view.query());
        } else if (statement instanceof Statement.CreateFunction function) {
            line(
                    "create function %s%s as %s using %s %s",
                    function.name(),
                    flags("if-not-exists", function.ifNotExists()),
                    function.type(),
                    function.jars(),
                    at(function.position()));
        } else if (statement instanceof Statement.Drop drop) {
            line("drop %s %s%s %s", drop.kind(), drop.name(), flags("if-exists", drop.ifExists()), at(drop.position()));
        } else if (statement instanceof Statement.Insert insert) {
            line(
                    "insert into %s %s %s target %s",
                    insert.target(), insert.columns(), at(insert.position()), at(insert.targetPosition()));
            query(insert.query());
            tails(insert.emit(), insert.lateInto());
        } else if (statement instanceof Statement.Select select) {
            line("select %s", at(select.position()));
            query(select.query());
            tails(select.emit(), select.lateInto());
        } else if (statement instanceof Statement.StatementSet set) {
            line("statement set %s", at(set.position()));
            set.inserts().forEach(this::append);
        } else if (statement instanceof Statement.Explain explain) {
            line("explain %s", at(explain.position()));
            append(explain.statement());
        } else {
            line("%s", setting(statement));
        }
    }

    private static String setting(Statement statement) {
        if (statement instanceof Statement.Set set) {
            return "set %s = %s %s".formatted(set.key().orElse("-"), set.value().orElse("-"), at(set.position()));
        }
        if (statement instanceof Statement.Reset reset) {
            return "reset %s %s".formatted(reset.key().orElse("-"), at(reset.position()));
        }
        if (statement instanceof Statement.Show show) {
            return "show %s %s %s".formatted(show.what(), show.name().orElse("-"), at(show.position()));
        }
        Statement.Describe describe = (Statement.Describe) statement;
        return "describe %s %s".formatted(describe.name(), at(describe.position()));
    }

    private void createTable(Statement.CreateTable create) {
        TableDefinition table = create.table();
        line("create table %s%s %s", table.name(), flags("if-not-exists", create.ifNotExists()), at(create.position()));
        table.columns().forEach(column -> line("  %s", column(column)));
        if (!table.primaryKey().isEmpty()) {
            line("  primary key %s", table.primaryKey());
        }
        if (!table.partitionKeys().isEmpty()) {
            line("  partitioned by %s", table.partitionKeys());
        }
        table.watermark()
                .ifPresent(w -> line("  watermark %s as [%s] %s", w.column(), w.expression(), at(w.position())));
        table.options().forEach(o -> line("  option '%s' = '%s' %s", o.name(), o.value(), at(o.position())));
        table.comment().ifPresent(c -> line("  comment '%s'", c));
        create.like()
                .ifPresent(like -> line(
                        "  like %s:%s",
                        like.table(),
                        flags(
                                "options", like.options(),
                                "overwrite-options", like.overwriteOptions(),
                                "watermarks", like.watermarks(),
                                "computed", like.computed(),
                                "metadata", like.metadata(),
                                "constraints", like.constraints(),
                                "partitions", like.partitions())));
        create.query().ifPresent(this::query);
    }

    private static String column(ColumnDefinition column) {
        if (column instanceof ColumnDefinition.Computed computed) {
            return "%s as [%s] %s".formatted(computed.name(), computed.expression(), at(computed.position()));
        }
        if (column instanceof ColumnDefinition.Metadata metadata) {
            return "%s %s metadata '%s'%s"
                    .formatted(metadata.name(), metadata.type(), metadata.key(), flags("virtual", metadata.virtual()));
        }
        return "%s %s".formatted(column.name(), column.type());
    }

    private void query(ParsedQuery query) {
        line("  text [%s]", query.text());
        line(
                "  tree %s",
                ((SqlNode) query.tree()).toString().lines().map(String::strip).collect(Collectors.joining(" ")));
    }

    private void tails(Optional<Statement.Emit> emit, Optional<Statement.LateInto> late) {
        emit.ifPresent(e -> line("  emit %s %s", e.mode().map(Object::toString).orElse("changes"), at(e.position())));
        late.ifPresent(l -> line("  late into %s %s", l.sink(), at(l.position())));
    }
}
