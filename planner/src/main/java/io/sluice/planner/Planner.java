package io.sluice.planner;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.planner.explain.ExplainText;
import io.sluice.planner.explain.PlanJson;
import io.sluice.planner.explain.PlanMatcher;
import io.sluice.planner.kept.KeptPlans;
import io.sluice.planner.parse.StreamParser;
import io.sluice.planner.plan.Column;
import io.sluice.planner.rules.BootstrapPlanning;
import io.sluice.planner.rules.Uids;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * From SQL text to plans. Stateless but for the tables that it asks the resolver for; one thread. All failures are
 * {@link PlanException}s.
 */
public final class Planner {
    /**
     * The system property that names the directory of what earlier processes have planned; none: nothing is kept. A plan is taken where
     * script, settings, tables and Sluice itself are the same.
     */
    public static final String KEPT_PLANS = "sluice.kept-plans";

    private static final KeptPlans KEPT = Optional.ofNullable(System.getProperty(KEPT_PLANS))
            .map(directory -> KeptPlans.ofThisBuild(Path.of(directory)))
            .orElse(KeptPlans.NONE);

    private final TableResolver tables;
    private final PlannerOptions options;
    private final KeptPlans kept;

    public Planner(TableResolver tables, PlannerOptions options) {
        this(tables, options, KEPT);
    }

    Planner(TableResolver tables, PlannerOptions options, KeptPlans kept) {
        this.tables = requireNonNull(tables, "tables");
        this.options = requireNonNull(options, "options");
        this.kept = requireNonNull(kept, "kept");
    }

    /** The statements of a script in which {@code ${…}} is already replaced. */
    public static List<Statement> parse(Script script) {
        return parse(script, KEPT);
    }

    static List<Statement> parse(Script script, KeptPlans kept) {
        return kept.statements(script, StreamParser::statements);
    }

    /** Whether a name, in upper case, is that of a function that is always there. */
    public static boolean isBuiltIn(String function) {
        return QueryPlanning.isBuiltIn(function);
    }

    /**
     * The table that a CREATE TABLE defines: LIKE resolved, AS validated, types of computed columns found, watermark and
     * key checked.
     */
    public TableDefinition define(Script script, Statement.CreateTable statement) {
        return kept.get(
                tables,
                resolver -> new TableDeclaration(script, statement, resolver)
                        .complete(query -> columns(resolver, script, query, statement.position())),
                "table",
                script,
                statement,
                options);
    }

    /** Validates the query of a view and gives its columns. */
    public List<Column> define(Script script, Statement.CreateView statement) {
        List<Column> columns = kept.get(
                tables,
                resolver -> columns(resolver, script, statement.query(), statement.position()),
                "view",
                script,
                statement,
                options);
        if (statement.columns().isEmpty()) {
            return columns;
        }
        if (statement.columns().size() != columns.size()) {
            throw new PlanException(
                    "view \"%s\" names %d columns, but its query has %d"
                            .formatted(statement.name(), statement.columns().size(), columns.size()),
                    "Name all of them, or none.",
                    Optional.of(new PlanException.Location(script, statement.position())));
        }
        List<Column> named = new ArrayList<>();
        for (int i = 0; i < columns.size(); i++) {
            named.add(new Column(statement.columns().get(i), columns.get(i).type()));
        }
        return named;
    }

    private List<Column> columns(TableResolver resolver, Script script, ParsedQuery query, Position position) {
        return QueryPlanning.translate(resolver, options, query, script, position)
                .columns();
    }

    /** Plans an {@link Statement.Insert}. */
    public PlannedQuery plan(Script script, Statement.Insert insert) {
        return plan(script, insert.target(), planning -> planning.insert(insert), insert);
    }

    /** Plans a {@link Statement.StatementSet}; its name is made of its targets'. */
    public PlannedQuery plan(Script script, Statement.StatementSet set) {
        return plan(script, name(set), planning -> set.inserts().forEach(planning::insert), set);
    }

    /** The name that the query of a statement set has. */
    public static String name(Statement.StatementSet set) {
        return String.join(
                "+", set.inserts().stream().map(Statement.Insert::target).toList());
    }

    /** Plans a {@link Statement.Select}; the sink, which the caller provides, is named {@code sink}. */
    public PlannedQuery plan(Script script, Statement.Select select, String sink, TableResolver.Abilities abilities) {
        List<Object> from = List.of(select, abilities);
        return plan(script, sink, planning -> planning.select(select, sink, abilities), from);
    }

    /** @param from the statement, and what it is planned with */
    private PlannedQuery plan(Script script, String name, Consumer<QueryPlanning> outputs, Object from) {
        return kept.get(
                tables,
                resolver -> {
                    QueryPlanning planning = new QueryPlanning(resolver, options, script);
                    outputs.accept(planning);
                    return planning.plan(name);
                },
                "query",
                name,
                script,
                from,
                options);
    }

    /** What EXPLAIN prints. */
    public static String explain(PlannedQuery query) {
        return ExplainText.of(query);
    }

    /** The plan as JSON for the checkpoint; equal plans give equal text. */
    public static JsonNode toJson(PlannedQuery query) {
        return PlanJson.of(query);
    }

    /**
     * How many rows tables had when the order of joins of a plan was decided, as the checkpoint has it: a query that goes on with it
     * is planned with a resolver that says the same, and knows no other sizes.
     */
    public static Map<String, Long> sizes(JsonNode stored) {
        return PlanJson.sizes(stored);
    }

    /** Whether approximate aggregates of a plan, as the checkpoint has it, keep sketches. */
    public static boolean hasSketches(JsonNode stored) {
        return PlanJson.hasSketches(stored);
    }

    /** How a query goes on with state that was written under plan {@code stored}, or why it cannot. */
    public static PlanMatch match(JsonNode stored, PlannedQuery query) {
        return match(stored, query, Set.of(), Set.of());
    }

    /**
     * @param mayLose uids of operators that may begin empty, and whose stored state may go, where nothing fits
     * @param bootstrap uids of group-bys whose added aggregates are to be filled from the rows that were read before
     */
    public static PlanMatch match(JsonNode stored, PlannedQuery query, Set<String> mayLose, Set<String> bootstrap) {
        return PlanMatcher.of(stored, toJson(query), mayLose, bootstrap);
    }

    /**
     * How group-bys of a query are computed once more from the rows of its sources.
     *
     * @param query with the uids of the match
     * @param uids of the group-bys
     */
    public static Bootstrap bootstrap(PlannedQuery query, PlanMatch match, Set<String> uids) {
        return BootstrapPlanning.of(query, match, uids);
    }

    /** The query with the uids that its state has. */
    public static PlannedQuery renamed(PlannedQuery query, PlanMatch match) {
        return Uids.renamed(query, match.uids());
    }

    /**
     * Whether state that was written under plan {@code stored} fits {@code current}; empty if it does, else what
     * differs, one line for each difference, as a person reads it.
     */
    public static List<String> differences(JsonNode stored, JsonNode current) {
        return PlanMatcher.of(stored, current).refusals();
    }
}
