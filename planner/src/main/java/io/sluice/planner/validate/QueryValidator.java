package io.sluice.planner.validate;

import static java.util.Objects.requireNonNull;

import io.sluice.planner.ParsedQuery;
import io.sluice.planner.PlanException;
import io.sluice.planner.TableResolver;
import io.sluice.planner.parse.StreamConformance;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import org.apache.calcite.config.CalciteConnectionConfigImpl;
import org.apache.calcite.config.CalciteConnectionProperty;
import org.apache.calcite.config.Lex;
import org.apache.calcite.config.NullCollation;
import org.apache.calcite.jdbc.CalciteSchema;
import org.apache.calcite.plan.RelOptCluster;
import org.apache.calcite.plan.hep.HepPlanner;
import org.apache.calcite.plan.hep.HepProgram;
import org.apache.calcite.prepare.CalciteCatalogReader;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.RelRoot;
import org.apache.calcite.runtime.CalciteContextException;
import org.apache.calcite.runtime.CalciteException;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.validate.SqlValidator;
import org.apache.calcite.sql2rel.SqlToRelConverter;
import org.apache.calcite.util.ImmutableBitSet;

/**
 * From a parsed query to a relational tree whose names and types are right, or a {@link PlanException} at the place that
 * is not.
 */
public final class QueryValidator {
    private static final SqlToRelConverter.Config CONVERSION = SqlToRelConverter.config()
            .withExpand(false)
            .withTrimUnusedFields(false)
            .withInSubQueryThreshold(Integer.MAX_VALUE)
            .withRelBuilderConfigTransform(config -> config.withSimplify(false)
                    .withSimplifyLimit(false)
                    .withSimplifyValues(false)
                    .withBloat(-1)
                    .withAggregateUnique(true)
                    .withPruneInputOfAggregate(false)
                    .withPushJoinCondition(false));

    private final Relations relations;
    private final ScriptErrors errors;
    private final StreamTypeFactory types = new StreamTypeFactory();

    private QueryValidator(TableResolver resolver, ParsedQuery query) {
        this.relations = new Relations(resolver);
        this.errors = new ScriptErrors(query.script());
    }

    /** Whether a name, in upper case, is that of a function, an aggregate, or a window function. */
    public static boolean isBuiltIn(String function) {
        return StreamOperators.functionNames().contains(function)
                || StreamOperators.laterAggregate(function).isPresent()
                || StreamOperators.needsOver(function)
                || WindowCalls.isWindow(function)
                || WindowCalls.isProperty(function);
    }

    /** The relational tree of a query. */
    public static RelNode convert(TableResolver resolver, ParsedQuery query) {
        requireNonNull(resolver, "resolver");
        return new QueryValidator(resolver, query).convert((SqlNode) query.tree());
    }

    /** Only validates. */
    static void check(TableResolver resolver, ParsedQuery query) {
        QueryValidator validator = new QueryValidator(resolver, query);
        SqlNode rewritten =
                new QueryRewriter(validator.errors, validator.relations).rewriteDefinition((SqlNode) query.tree());
        validator.guarded(rewritten, validator.validator(rewritten), StreamValidator::validate);
    }

    /** What is selected from the rows of one table that no catalog has. */
    static RelNode convert(StreamTable table, ScriptErrors errors, SqlNode query) {
        ParsedQuery parsed = new ParsedQuery(errors.script(), "", () -> query);
        QueryValidator validator = new QueryValidator(NoTables.INSTANCE, parsed);
        validator.relations.tables().put(table.definition().name(), table);
        return validator.converted(query);
    }

    private RelNode convert(SqlNode query) {
        return converted(rewrite(query));
    }

    private SqlNode rewrite(SqlNode query) {
        return new QueryRewriter(errors, relations).rewrite(query);
    }

    private RelNode converted(SqlNode query) {
        StreamValidator validator = validator(query);
        SqlNode validated = guarded(query, validator, StreamValidator::validate);
        return guarded(validated, validator, (owner, node) -> {
            RelOptCluster cluster =
                    RelOptCluster.create(new HepPlanner(HepProgram.builder().build()), new ExactRexBuilder(types));
            cluster.setMetadataQuerySupplier(NothingKnown::new);
            RelRoot root = root(new StreamConverter(owner, cluster, CONVERSION), node);
            cluster.setMetadataQuerySupplier(QueryMetadata::new);
            cluster.invalidateMetadataQuery();
            RelNode rel = new UniqueQueries().of(root.project());
            OuterAggregates.refuse(rel);
            return WithinDistinct.removed(SubQueries.removed(Unnests.in(new CollectionQueries().of(rel))));
        });
    }

    /**
     * While a query is converted, with the queries in its expressions still in them. The converter asks at each DISTINCT whether rows differ
     * anyway, and keeps it all the same; Calcite then fails at an INTERSECT of which an input has a query in a condition.
     */
    private static final class NothingKnown extends QueryMetadata {
        @Override
        public Boolean areColumnsUnique(RelNode rel, ImmutableBitSet columns, boolean ignoreNulls) {
            return null;
        }
    }

    /** A recursion whose step gives another type than it takes has no type at all, which Calcite notices at the end. */
    private static RelRoot root(StreamConverter converter, SqlNode query) {
        try {
            return converter.convertQuery(query, false, true);
        } catch (AssertionError e) {
            if (String.valueOf(e.getMessage()).contains("RepeatUnion")) {
                throw new PlanException(
                        "the second query of WITH RECURSIVE gives other types than it reads",
                        "Cast its columns to the types of the first query: CAST(… AS …).",
                        Optional.empty());
            }
            throw e;
        }
    }

    /** A step that works on a validated tree. */
    private interface Step<T> {
        T run(StreamValidator validator, SqlNode node);
    }

    private <T> T guarded(SqlNode query, StreamValidator validator, Step<T> step) {
        try {
            return step.run(validator, query);
        } catch (PlanException e) {
            throw errors.located(e, query);
        } catch (WindowFunction.Misfit e) {
            throw errors.at(e.node(), e.getMessage(), e.hint());
        } catch (CalciteContextException e) {
            throw validator.messages().of(e);
        } catch (CalciteException e) {
            throw validator.messages().of(e, query);
        } catch (RuntimeException | AssertionError e) {
            throw validator.messages().ofFault(e);
        }
    }

    private StreamValidator validator(SqlNode query) {
        CalciteSchema root = CalciteSchema.createRootSchema(false, false);
        for (Map.Entry<String, StreamTable> table : relations.tables().entrySet()) {
            root.add(table.getKey(), table.getValue());
        }
        Properties properties = new Properties();
        properties.setProperty(CalciteConnectionProperty.CASE_SENSITIVE.camelName(), "true");
        properties.setProperty(CalciteConnectionProperty.LEX.camelName(), Lex.JAVA.name());
        CalciteCatalogReader catalog =
                new CalciteCatalogReader(root, List.of(), types, new CalciteConnectionConfigImpl(properties));
        SqlValidator.Config config = SqlValidator.Config.DEFAULT
                .withConformance(StreamConformance.INSTANCE)
                .withDefaultNullCollation(NullCollation.LOW)
                .withTypeCoercionEnabled(false)
                .withIdentifierExpansion(true);
        return new StreamValidator(catalog, types, config, errors, query);
    }
}
