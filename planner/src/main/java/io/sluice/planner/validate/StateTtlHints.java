package io.sluice.planner.validate;

import io.sluice.planner.ParsedQuery;
import io.sluice.planner.Script;
import io.sluice.planner.TableResolver;
import io.sluice.planner.TableResolver.Relation;
import io.sluice.planner.parse.StreamParser;
import io.sluice.planner.plan.StateTtl;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlHint;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlJoin;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlSelect;
import org.apache.calcite.sql.util.SqlBasicVisitor;

/** What {@code SELECT /*+ STATE_TTL('a' = '1 h', 'b' = '0 s') *}{@code / …} says in a query and those within it, by table. */
public final class StateTtlHints {
    private static final Pattern DURATION = Pattern.compile("(\\d{1,9})\\s*([a-zA-Z]+)");
    private static final Map<String, Long> UNITS = Map.ofEntries(
            Map.entry("ms", 1_000L),
            Map.entry("s", 1_000_000L),
            Map.entry("sec", 1_000_000L),
            Map.entry("second", 1_000_000L),
            Map.entry("seconds", 1_000_000L),
            Map.entry("m", 60_000_000L),
            Map.entry("min", 60_000_000L),
            Map.entry("minute", 60_000_000L),
            Map.entry("minutes", 60_000_000L),
            Map.entry("h", 3_600_000_000L),
            Map.entry("hour", 3_600_000_000L),
            Map.entry("hours", 3_600_000_000L),
            Map.entry("d", 86_400_000_000L),
            Map.entry("day", 86_400_000_000L),
            Map.entry("days", 86_400_000_000L));

    private final ScriptErrors errors;
    private final TableResolver tables;
    private final Map<String, Long> found;
    private final Set<String> views;

    private StateTtlHints(ScriptErrors errors, TableResolver tables, Map<String, Long> found, Set<String> views) {
        this.errors = errors;
        this.tables = tables;
        this.found = found;
        this.views = views;
    }

    /** Microseconds, {@link StateTtl#FOREVER} for none, by the name of the table. */
    public static Map<String, Long> of(ParsedQuery query, TableResolver tables) {
        Map<String, Long> found = new HashMap<>();
        new StateTtlHints(new ScriptErrors(query.script()), tables, found, new HashSet<>()).visit(query);
        return found;
    }

    private void visit(ParsedQuery query) {
        ((SqlNode) query.tree()).accept(new SqlBasicVisitor<Void>() {
            @Override
            public Void visit(SqlCall call) {
                if (call instanceof SqlSelect select && select.hasHints()) {
                    take(select);
                }
                return super.visit(call);
            }

            @Override
            public Void visit(SqlIdentifier name) {
                tables.find(name.toString()).ifPresent(StateTtlHints.this::visitView);
                return null;
            }
        });
    }

    /** Views that are named: their queries may have hints, too. */
    private void visitView(Relation relation) {
        if (relation instanceof Relation.View view && views.add(view.name())) {
            ParsedQuery query = StreamParser.query(new Script("view " + view.name(), view.query()));
            new StateTtlHints(new ScriptErrors(query.script()), tables, found, views).visit(query);
        }
    }

    private void take(SqlSelect select) {
        for (SqlNode node : select.getHints()) {
            SqlHint hint = (SqlHint) node;
            if (hint.getOptionFormat() != SqlHint.HintOptionFormat.KV_LIST) {
                throw errors.at(hint, "hint STATE_TTL needs tables and times", "Write STATE_TTL('t' = '1 h').");
            }
            hint.getOptionKVPairs().forEach((name, time) -> {
                String table = table(select.getFrom(), name)
                        .orElseThrow(() -> errors.at(
                                hint,
                                "hint STATE_TTL names \"%s\", which is no table in the FROM of its query"
                                        .formatted(name),
                                "Name a table or its alias; of a view or a query, put the hint into it."));
                Long known = found.put(table, micros(hint, time));
                if (known != null && !known.equals(found.get(table))) {
                    throw errors.at(
                            hint,
                            "hint STATE_TTL gives table \"%s\" two times to live".formatted(table),
                            "It holds for all that a statement keeps of the table: give it once.");
                }
            });
        }
    }

    /** The table that has a name in FROM. */
    private Optional<String> table(SqlNode from, String name) {
        if (from instanceof SqlJoin join) {
            Optional<String> left = table(join.getLeft(), name);
            return left.isPresent() ? left : table(join.getRight(), name);
        }
        if (from instanceof SqlIdentifier table) {
            return table.toString().equalsIgnoreCase(name) ? declared(table.toString()) : Optional.empty();
        }
        if (from instanceof SqlCall call && call.getKind() == SqlKind.AS) {
            boolean named = call.operand(1).toString().equalsIgnoreCase(name);
            return named && call.operand(0) instanceof SqlIdentifier table
                    ? declared(table.toString())
                    : table(call.operand(0), name);
        }
        return Optional.empty();
    }

    private Optional<String> declared(String table) {
        return tables.find(table).filter(Relation.Table.class::isInstance).map(relation -> table);
    }

    private long micros(SqlHint hint, String time) {
        Matcher matcher = DURATION.matcher(time.strip());
        Long unit = matcher.matches() ? UNITS.get(matcher.group(2).toLowerCase(Locale.ROOT)) : null;
        if (unit == null) {
            throw errors.at(
                    hint,
                    "hint STATE_TTL: expected a duration such as '1 h' or '30 min', got '%s'".formatted(time),
                    "Write STATE_TTL('t' = '1 h'); '0 s' means that nothing is forgotten.");
        }
        long micros = Long.parseLong(matcher.group(1)) * unit;
        return micros == 0 ? StateTtl.FOREVER : micros;
    }
}
