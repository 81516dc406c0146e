package io.sluice.planner;

import io.sluice.planner.TableDefinition.TableOption;
import io.sluice.planner.TableResolver.Abilities;
import io.sluice.planner.TableResolver.Relation;
import io.sluice.planner.kept.KeptPlans;
import io.sluice.planner.plan.Emission.Mode;
import io.sluice.planner.plan.WatermarkRules.NullTime;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;

/** Tables and views from the text of their CREATE statements, and a planner over them. */
public final class TestCatalog implements TableResolver {
    /** A sink that takes all modes. */
    public static final Abilities CONSOLE = new Abilities("console", false, false, true, EnumSet.allOf(Mode.class));

    private final Map<String, Relation> relations = new LinkedHashMap<>();
    private final PlannerOptions options;

    private final KeptPlans kept;

    public TestCatalog(PlannerOptions options) {
        this(options, KeptPlans.NONE);
    }

    private TestCatalog(PlannerOptions options, KeptPlans kept) {
        this.options = options;
        this.kept = kept;
    }

    /** The tables of {@code src/test/resources/plan/tables.sql}, in UTC, streaming. */
    public static TestCatalog standard() {
        return standard(ZoneOffset.UTC, false);
    }

    public static TestCatalog standard(ZoneId zone, boolean batch) {
        return standard(new PlannerOptions(zone, batch, NullTime.DROP), KeptPlans.NONE);
    }

    static TestCatalog standard(PlannerOptions options, KeptPlans kept) {
        TestCatalog catalog = new TestCatalog(options, kept);
        try {
            catalog.create(Files.readString(Path.of("src/test/resources/plan/tables.sql")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return catalog;
    }

    @Override
    public Optional<Relation> find(String name) {
        return Optional.ofNullable(relations.get(name));
    }

    @Override
    public List<String> names() {
        return List.copyOf(relations.keySet());
    }

    /** As an option of the table says. */
    @Override
    public OptionalLong rows(String name) {
        return relations.get(name) instanceof Relation.Table table
                ? table.definition().options().stream()
                        .filter(option -> option.name().equals("rows"))
                        .mapToLong(option -> Long.parseLong(option.value()))
                        .findFirst()
                : OptionalLong.empty();
    }

    public Planner planner() {
        return new Planner(this, options, kept);
    }

    /** Runs CREATE statements. */
    public TestCatalog create(String sql) {
        Script script = new Script("tables.sql", sql);
        Planner.parse(script, kept).forEach(statement -> create(script, statement));
        return this;
    }

    void create(Script script, Statement statement) {
        if (statement instanceof Statement.CreateTable create) {
            TableDefinition table = planner().define(script, create);
            relations.put(table.name(), new Relation.Table(table, abilities(table)));
        } else if (statement instanceof Statement.CreateView view) {
            planner().define(script, view);
            relations.put(
                    view.name(), new Relation.View(view.name(), view.query().text(), view.columns()));
        } else {
            throw new IllegalArgumentException("not a CREATE statement: " + statement);
        }
    }

    private static Abilities abilities(TableDefinition table) {
        Map<String, String> options =
                table.options().stream().collect(Collectors.toMap(TableOption::name, TableOption::value));
        String connector = options.getOrDefault("connector", "memory");
        return switch (connector) {
            case "filesystem" -> new Abilities(
                    connector, true, !options.containsKey("source.monitor-interval"), true, Set.of(Mode.APPEND));
            case "datagen" -> new Abilities(connector, true, false, false, Set.of());
            case "console" -> CONSOLE;
            case "upsert" -> new Abilities(connector, false, false, true, Set.of(Mode.UPDATE));
            default -> new Abilities(connector, true, false, true, EnumSet.allOf(Mode.class));
        };
    }

    /** Plans the last statement of a script, after running the CREATE statements before it. */
    public PlannedQuery plan(String sql) {
        Script script = new Script("job.sql", sql);
        List<Statement> statements = Planner.parse(script, kept);
        statements.subList(0, statements.size() - 1).forEach(statement -> create(script, statement));
        Statement last = statements.get(statements.size() - 1);
        if (last instanceof Statement.Insert insert) {
            return planner().plan(script, insert);
        }
        if (last instanceof Statement.StatementSet set) {
            return planner().plan(script, set);
        }
        if (last instanceof Statement.Select select) {
            return planner().plan(script, select, "console", CONSOLE);
        }
        create(script, last);
        throw new IllegalArgumentException("nothing to plan in: " + sql);
    }
}
