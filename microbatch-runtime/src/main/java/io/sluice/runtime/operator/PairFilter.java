package io.sluice.runtime.operator;

import static java.util.Objects.requireNonNull;

import io.sluice.planner.function.FunctionContext;
import io.sluice.planner.function.RowException;
import io.sluice.planner.function.Utf8;
import io.sluice.planner.plan.Column;
import io.sluice.planner.plan.DataType;
import io.sluice.planner.plan.Expr;
import io.sluice.planner.plan.PlanNode;
import io.sluice.planner.plan.TypeKind;
import io.sluice.runtime.RowErrors;
import io.sluice.runtime.batch.ColumnBatch;
import io.sluice.runtime.codegen.CompiledPipeline;
import io.sluice.runtime.codegen.FusedLoop;
import io.sluice.runtime.codegen.PipelineCompiler;
import io.sluice.runtime.codegen.PipelineSpec;
import io.sluice.sources.ColumnVector;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

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
    private final Code code;
    private Pairs consumer = (leftRow, rightRow) -> {};
    private Optional<FunctionContext> context = Optional.empty();
    private Optional<RowFailures> failures = Optional.empty();
    private boolean adds;
    private int count;

    /** Takes a pair that meets the condition. */
    interface Pairs {
        void accept(int leftRow, int rightRow);
    }

    /** The code of a condition, of which each thread makes its own filter. */
    record Code(CompiledPipeline compiled, RowErrors rowErrors, List<Column> left, List<Column> right) {
        static Code of(PlanNode.Join node, boolean wrapIntegers, RowErrors rowErrors) {
            List<Column> left = node.left().columns();
            List<Column> right = node.right().columns();
            List<DataType> input = types(left);
            input.addAll(types(right));
            DataType index = DataType.of(TypeKind.INT, false);
            Expr pair = new Expr.Input(input.size(), index);
            input.add(index);
            PlanNode.Filter filter = new PlanNode.Filter(node, node.condition().orElseThrow());
            PlanNode.Project project = new PlanNode.Project(filter, List.of(pair), List.of(new Column("pair", index)));
            PipelineSpec spec = new PipelineSpec(
                    input, false, false, List.of(filter, project), new PipelineSpec.Append(List.of(index)));
            return new Code(PipelineCompiler.compile(spec, wrapIntegers, rowErrors), rowErrors, left, right);
        }

        private static List<DataType> types(List<Column> columns) {
            return columns.stream().map(Column::type).collect(Collectors.toCollection(ArrayList::new));
        }
    }

    PairFilter(Code code) {
        this.code = requireNonNull(code, "code");
        loop = code.compiled.newLoop();
        leftWidth = code.left.size();
        int width = leftWidth + code.right.size();
        reads = Arrays.stream(code.compiled.reads())
                .filter(column -> column < width)
                .toArray();
        List<DataType> types = Code.types(code.left);
        types.addAll(Code.types(code.right));
        types.add(DataType.of(TypeKind.INT, false));
        pairs = ColumnBatch.of(types, MOST);
        passed = ColumnBatch.of(List.of(DataType.of(TypeKind.INT, false)), MOST);
        ColumnVector index = pairs.column(width);
        for (int i = 0; i < MOST; i++) {
            index.longs[i] = i;
        }
    }

    /** A batch begins. */
    void start(FunctionContext newContext) {
        context = Optional.of(newContext);
        loop.start(newContext);
        loop.onLeftOut(this::leaveOut);
        loop.emit(passed, batch -> {
            ColumnVector index = batch.column(0);
            for (int i = 0; i < batch.rows(); i++) {
                int pair = (int) index.longs[i];
                consumer.accept(left[pair], right[pair]);
            }
        });
    }

    /** Says who takes the pairs for which the condition fails: they do not meet it. */
    void failures(Optional<RowFailures> newFailures) {
        failures = newFailures;
    }

    /**
     * Says what the rows given from now on refer to, and who takes the pairs that pass.
     *
     * @param newAdds the pairs come; otherwise they were there, and what failed then is not told again
     */
    void sides(ColumnVector[] newLeft, ColumnVector[] newRight, boolean newAdds, Pairs newConsumer) {
        adds = newAdds;
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
                pairs.refer(leftColumns[column], left, count, column);
            } else {
                pairs.refer(rightColumns[column - leftWidth], right, count, column);
            }
        }
        int tried = count;
        count = 0;
        long before = loop.rowErrors();
        try {
            loop.process(pairs.columns(), tried, null);
        } catch (RowException e) {
            throw located(e, 0, tried);
        }
        loop.finish();
        pairs.clear();
        if (adds && code.rowErrors != RowErrors.DEAD_LETTER) {
            long failed = loop.rowErrors() - before;
            failures.ifPresent(each -> each.add(failed));
        }
    }

    private void leaveOut(RowException error, int pair) {
        if (adds) {
            failures.ifPresent(each -> each.add(located(error, pair, pair + 1), () -> json(pair)));
        }
    }

    /** The error with the condition, if it is that of one of these pairs. */
    private RowException located(RowException error, int first, int end) {
        for (int pair = first; pair < end; pair++) {
            Optional<RowException> found =
                    code.compiled.failed().locate(error, pairs.columns(), reads, pair, context.orElseThrow());
            if (found.isPresent()) {
                return found.get();
            }
        }
        return error;
    }

    /** What the condition reads of both rows: {@code {"left":{…},"right":{…}}}. */
    private String json(int pair) {
        Utf8 text = new Utf8();
        text.append("{\"left\":");
        write(code.left, 0, pair, text);
        text.append(",\"right\":");
        write(code.right, leftWidth, pair, text);
        return text.append((byte) '}').toString();
    }

    private void write(List<Column> columns, int first, int pair, Utf8 text) {
        int[] read = Arrays.stream(reads)
                .filter(column -> column >= first && column < first + columns.size())
                .toArray();
        ColumnVector[] vectors = Arrays.stream(read).mapToObj(pairs::column).toArray(ColumnVector[]::new);
        new JsonRow(Arrays.stream(read)
                        .mapToObj(column -> columns.get(column - first))
                        .toList())
                .write(vectors, 0, pair, text);
    }
}
