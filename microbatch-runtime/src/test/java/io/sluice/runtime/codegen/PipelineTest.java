package io.sluice.runtime.codegen;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.planner.plan.AggregateCall;
import io.sluice.planner.plan.Column;
import io.sluice.planner.plan.CoreOperator;
import io.sluice.planner.plan.DataType;
import io.sluice.planner.plan.Expr;
import io.sluice.planner.plan.GroupKey;
import io.sluice.planner.plan.PlanNode;
import io.sluice.planner.plan.TypeKind;
import io.sluice.runtime.state.GroupLayout;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PipelineTest {
    private static final DataType BIGINT = DataType.of(TypeKind.BIGINT, true);
    private static final DataType TEXT = DataType.of(TypeKind.STRING, true);
    private static final DataType BOOLEAN = DataType.of(TypeKind.BOOLEAN, true);

    private static Expr call(CoreOperator operator, DataType type, Expr... arguments) {
        return new Expr.Call(operator.symbol(), List.of(arguments), type);
    }

    private static Expr in(int index, DataType type) {
        return new Expr.Input(index, type);
    }

    private static Expr literal(Object value, DataType type) {
        return new Expr.Literal(Optional.of(value), type.withNullable(false));
    }

    private static PlanNode.Project project(PlanNode input, List<Expr> expressions) {
        List<Column> columns = new ArrayList<>();
        for (int i = 0; i < expressions.size(); i++) {
            columns.add(new Column("c" + i, expressions.get(i).type()));
        }
        return new PlanNode.Project(input, expressions, columns);
    }

    @Test
    void noMethodIsTooLargeForHotSpotWithThreeHundredExpressions() {
        List<DataType> types = Collections.nCopies(20, BIGINT);
        List<Expr> expressions = new ArrayList<>();
        Random random = new Random(1);
        for (int i = 0; i < 300; i++) {
            expressions.add(sum(random, types.size(), 6));
        }
        PlanNode.Project project = project(Evaluation.scan(types), expressions);
        CompiledPipeline pipeline = Evaluation.compile(types, List.of(project), project.columns());
        assertThat(pipeline.largestMethod()).isBetween(100, GeneratedClasses.LARGEST_METHOD);
        List<Object[]> rows = new ArrayList<>();
        List<List<Object>> expected = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            Object[] row = new Object[types.size()];
            for (int j = 0; j < row.length; j++) {
                row[j] = random.nextInt(200) == 0 ? null : (Object) (long) random.nextInt(1000);
            }
            rows.add(row);
            expected.add(values(expressions, row));
        }
        assertThat(Evaluation.run(pipeline, project.columns(), types, rows, false))
                .isEqualTo(expected);
    }

    private static List<Object> values(List<Expr> expressions, Object[] row) {
        List<Object> values = new ArrayList<>();
        expressions.forEach(each -> values.add(Interpreter.evaluate(each, row)));
        return values;
    }

    private static Expr sum(Random random, int columns, int terms) {
        Expr sum = in(random.nextInt(columns), BIGINT);
        for (int i = 1; i < terms; i++) {
            sum = call(CoreOperator.PLUS, BIGINT, sum, in(random.nextInt(columns), BIGINT));
        }
        return sum;
    }

    @Test
    void oneHugeExpressionIsSplit() {
        List<Expr.Branch> branches = new ArrayList<>();
        for (long i = 0; i < 400; i++) {
            branches.add(new Expr.Branch(
                    call(CoreOperator.EQUAL, BOOLEAN, in(0, BIGINT), literal(i, BIGINT)),
                    call(CoreOperator.TIMES, BIGINT, in(0, BIGINT), literal(i, BIGINT))));
        }
        Expr huge = new Expr.Conditional(branches, literal(-1L, BIGINT), BIGINT);
        PlanNode.Project project = project(Evaluation.scan(List.of(BIGINT)), List.of(huge));
        CompiledPipeline pipeline = Evaluation.compile(List.of(BIGINT), List.of(project), project.columns());
        List<Object[]> rows =
                List.of(new Object[] {7L}, new Object[] {399L}, new Object[] {1000L}, new Object[] {null});
        assertThat(Evaluation.run(pipeline, project.columns(), List.of(BIGINT), rows, false))
                .extracting(row -> row.get(0))
                .containsExactly(49L, 159_201L, -1L, -1L);
    }

    @Test
    void noMethodIsTooLargeWithAHundredAggregates() {
        List<DataType> types = Collections.nCopies(100, BIGINT);
        PlanNode scan = Evaluation.scan(types);
        List<AggregateCall> calls = new ArrayList<>();
        List<Column> columns = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            calls.add(new AggregateCall(AggregateCall.Function.MAX, OptionalInt.of(i), OptionalInt.empty(), BIGINT));
            columns.add(new Column("a" + i, BIGINT));
        }
        List<GroupKey> none = List.of();
        PlanNode.Aggregate aggregate = new PlanNode.Aggregate(
                scan, "a", Optional.empty(), none, calls, PlanNode.Emit.ON_CHANGE, List.of(), columns);
        GroupLayout layout = new GroupLayout(List.of(), calls, types, false);
        PipelineSpec spec = new PipelineSpec(
                types, false, false, List.of(), new PipelineSpec.Fold(aggregate, layout, Optional.empty()));
        assertThat(PipelineCompiler.compile(spec, false).largestMethod())
                .isLessThanOrEqualTo(GeneratedClasses.LARGEST_METHOD);
    }

    @Test
    void aColumnThatSeveralExpressionsUseIsComputedOnce() {
        PlanNode scan = Evaluation.scan(List.of(BIGINT));
        Expr product = call(CoreOperator.TIMES, BIGINT, in(0, BIGINT), in(0, BIGINT));
        PlanNode.Project below = project(scan, List.of(product));
        PlanNode.Filter filter =
                new PlanNode.Filter(below, call(CoreOperator.GREATER, BOOLEAN, in(0, BIGINT), literal(5L, BIGINT)));
        PlanNode.Project above =
                project(filter, List.of(in(0, BIGINT), call(CoreOperator.PLUS, BIGINT, in(0, BIGINT), in(0, BIGINT))));
        PipelineSpec spec = new PipelineSpec(
                List.of(BIGINT),
                false,
                false,
                List.of(below, filter, above),
                new PipelineSpec.Append(List.of(BIGINT, BIGINT)));
        assertThat(PipelineCompiler.text(spec)).containsOnlyOnce("Arithmetic.multiply");
        List<Object[]> rows = List.of(new Object[] {2L}, new Object[] {3L}, new Object[] {null});
        CompiledPipeline pipeline = PipelineCompiler.compile(spec, false);
        assertThat(Evaluation.run(pipeline, above.columns(), List.of(BIGINT), rows, false))
                .containsExactly(List.of(9L, 18L));
    }

    /** The column is first needed in a branch, then outside of it, then in another method. */
    @Test
    void aColumnThatIsFirstUsedUnderAConditionIsRightEverywhere() {
        DataType[] types = {BIGINT, BOOLEAN};
        PlanNode scan = Evaluation.scan(List.of(types));
        Expr product = call(CoreOperator.TIMES, BIGINT, in(0, BIGINT), in(0, BIGINT));
        PlanNode.Project below = project(scan, List.of(product, in(1, BOOLEAN)));
        List<Expr> above = new ArrayList<>();
        above.add(new Expr.Conditional(
                List.of(new Expr.Branch(in(1, BOOLEAN), in(0, BIGINT))), literal(0L, BIGINT), BIGINT));
        for (long i = 0; i < 60; i++) {
            above.add(call(
                    CoreOperator.PLUS,
                    BIGINT,
                    call(CoreOperator.PLUS, BIGINT, in(0, BIGINT), literal(i, BIGINT)),
                    in(0, BIGINT)));
        }
        PlanNode.Project top = project(below, above);
        CompiledPipeline pipeline = Evaluation.compile(List.of(types), List.of(below, top), top.columns());
        List<Object[]> rows = List.of(new Object[] {3L, true}, new Object[] {4L, false}, new Object[] {null, true});
        List<List<Object>> result = Evaluation.run(pipeline, top.columns(), List.of(types), rows, false);
        assertThat(result).extracting(row -> row.get(0)).containsExactly(9L, 0L, null);
        assertThat(result).extracting(row -> row.get(60)).containsExactly(77L, 91L, null);
    }

    @Test
    void whatTheUserWroteIsNoPartOfTheSource() {
        String text = "\"; System.exit(1); // \\u0022";
        Expr equal = call(CoreOperator.EQUAL, BOOLEAN, in(0, TEXT), literal(text, TEXT));
        PlanNode.Project project = project(Evaluation.scan(List.of(TEXT)), List.of(equal));
        PipelineSpec spec = new PipelineSpec(
                List.of(TEXT), false, false, List.of(project), new PipelineSpec.Append(List.of(BOOLEAN)));
        assertThat(PipelineCompiler.text(spec)).doesNotContain("System.exit");
        assertThat(Evaluation.of(List.of(equal), List.of(TEXT), List.of(new Object[] {text}, new Object[] {"a"}), true))
                .containsExactly(List.of(true), List.of(false));
    }

    @Test
    void queriesThatDifferInTextsOnlyShareAClass() {
        FusedLoop one = loop("a");
        FusedLoop two = loop("b");
        assertThat(one).isNotSameAs(two);
        assertThat(one.getClass()).isSameAs(two.getClass());
    }

    private static FusedLoop loop(String text) {
        Expr equal = call(CoreOperator.EQUAL, BOOLEAN, in(0, TEXT), literal(text, TEXT));
        PlanNode.Project project = project(Evaluation.scan(List.of(TEXT)), List.of(equal));
        return Evaluation.compile(List.of(TEXT), List.of(project), project.columns())
                .newLoop();
    }

    @Test
    void aFullOutputIsSentOnAndFilledAgain() {
        List<Object[]> rows = new ArrayList<>();
        for (long i = 0; i < 20_000; i++) {
            rows.add(new Object[] {i});
        }
        assertThat(Evaluation.of(List.of(in(0, BIGINT)), List.of(BIGINT), rows, false))
                .hasSize(20_000)
                .last()
                .isEqualTo(List.of(19_999L));
    }
}
