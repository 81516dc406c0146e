package io.sluice.runtime.operator;

import static java.util.Objects.requireNonNull;

import io.sluice.planner.function.FunctionContext;
import io.sluice.planner.plan.Column;
import io.sluice.planner.plan.DataType;
import io.sluice.planner.plan.Expr;
import io.sluice.planner.plan.PlanNode;
import io.sluice.planner.plan.TypeKind;
import io.sluice.runtime.batch.ColumnBatch;
import io.sluice.runtime.codegen.CompiledPipeline;
import io.sluice.runtime.codegen.FusedLoop;
import io.sluice.runtime.codegen.PipelineCompiler;
import io.sluice.runtime.codegen.PipelineSpec;
import io.sluice.sources.ColumnVector;
import java.util.ArrayList;
import java.util.List;

/**
 * Tries the condition of a join on pairs of rows, many at a time: the columns that it reads are copied side by side, and a
 * compiled loop says which pairs meet it. Used by one thread at a time.
 */
final class PairFilter {
    private static final int MOST = 2048;

    private final FusedLoop loop;
    private final int[] reads;
    private final int leftWidth;
    private final ColumnBatch pairs;
    private final ColumnBatch passed;
    private final int[] left = new int[MOST];
    private final int[] right = new int[MOST];
    private ColumnVector[] leftColumns = {};
    private ColumnVector[] rightColumns = {};
    private Pairs consumer = (leftRow, rightRow) -> {};
    private int count;

    /** Takes a pair that meets the condition. */
    interface Pairs {
        void accept(int leftRow, int rightRow);
    }

    /** The code of a condition, of which each thread makes its own filter. */
    record Code(CompiledPipeline compiled, List<DataType> left, List<DataType> right) {
        static Code of(PlanNode.Join node, boolean wrapIntegers) {
            List<DataType> left = types(node.left());
            List<DataType> right = types(node.right());
            List<DataType> input = new ArrayList<>(left);
            input.addAll(right);
            DataType index = DataType.of(TypeKind.INT, false);
            Expr pair = new Expr.Input(input.size(), index);
            input.add(index);
            PlanNode.Filter filter = new PlanNode.Filter(node, node.condition().orElseThrow());
            PlanNode.Project project = new PlanNode.Project(filter, List.of(pair), List.of(new Column("pair", index)));
            PipelineSpec spec = new PipelineSpec(
                    input, false, false, List.of(filter, project), new PipelineSpec.Append(List.of(index)));
            return new Code(PipelineCompiler.compile(spec, wrapIntegers), left, right);
        }

        private static List<DataType> types(PlanNode node) {
            return node.columns().stream().map(Column::type).toList();
        }
    }

    PairFilter(Code code) {
        loop = requireNonNull(code, "code").compiled.newLoop();
        leftWidth = code.left.size();
        int width = leftWidth + code.right.size();
        reads = java.util.Arrays.stream(code.compiled.reads())
                .filter(column -> column < width)
                .toArray();
        List<DataType> types = new ArrayList<>(code.left);
        types.addAll(code.right);
        types.add(DataType.of(TypeKind.INT, false));
        pairs = ColumnBatch.of(types, MOST);
        passed = ColumnBatch.of(List.of(DataType.of(TypeKind.INT, false)), MOST);
        ColumnVector index = pairs.column(width);
        for (int i = 0; i < MOST; i++) {
            index.longs[i] = i;
        }
    }

    /** A batch begins. */
    void start(FunctionContext context) {
        loop.start(context);
        loop.emit(passed, batch -> {
            ColumnVector index = batch.column(0);
            for (int i = 0; i < batch.rows(); i++) {
                int pair = (int) index.longs[i];
                consumer.accept(left[pair], right[pair]);
            }
        });
    }

    /** Says what the rows given from now on refer to, and who takes the pairs that pass. */
    void sides(ColumnVector[] newLeft, ColumnVector[] newRight, Pairs newConsumer) {
        leftColumns = newLeft;
        rightColumns = newRight;
        consumer = newConsumer;
    }

    /** The query has ended. */
    void close() {
        loop.close();
    }

    void add(int leftRow, int rightRow) {
        left[count] = leftRow;
        right[count] = rightRow;
        if (++count == MOST) {
            flush();
        }
    }

    /** Tries what is collected. */
    void flush() {
        if (count == 0) {
            return;
        }
        for (int column : reads) {
            if (column < leftWidth) {
                pairs.gather(leftColumns[column], left, count, column);
            } else {
                pairs.gather(rightColumns[column - leftWidth], right, count, column);
            }
        }
        int tried = count;
        count = 0;
        loop.process(pairs.columns(), tried, null);
        loop.finish();
    }
}
