package io.sluice.runtime.codegen;

import io.sluice.planner.function.FunctionContext;
import io.sluice.planner.plan.Column;
import io.sluice.planner.plan.DataType;
import io.sluice.planner.plan.Expr;
import io.sluice.planner.plan.PlanNode;
import io.sluice.runtime.batch.ColumnBatch;
import io.sluice.runtime.batch.Vectors;
import io.sluice.sources.ColumnVector;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;

/** Runs rows through a pipeline that ends in a batch of columns. */
final class Evaluation {
    /** The pinned time: 2020-09-13 12:26:40. */
    static final long NOW = 1_600_000_000_000_000L;

    private Evaluation() {}

    /** The values of expressions over rows, row by row. */
    static List<List<Object>> of(
            List<Expr> expressions, List<DataType> input, List<Object[]> rows, boolean dictionaries) {
        PlanNode scan = scan(input);
        List<Column> columns = new ArrayList<>();
        for (int i = 0; i < expressions.size(); i++) {
            columns.add(new Column("c" + i, expressions.get(i).type().withNullable(true)));
        }
        return run(
                compile(input, List.of(new PlanNode.Project(scan, expressions, columns)), columns),
                columns,
                input,
                rows,
                dictionaries);
    }

    static PlanNode scan(List<DataType> input) {
        List<Column> columns = new ArrayList<>();
        List<Integer> positions = new ArrayList<>();
        for (int i = 0; i < input.size(); i++) {
            columns.add(new Column("i" + i, input.get(i)));
            positions.add(i);
        }
        return new PlanNode.Scan("t", columns, positions, List.of(), false);
    }

    static CompiledPipeline compile(List<DataType> input, List<PlanNode> steps, List<Column> columns) {
        PipelineSpec.Append end = new PipelineSpec.Append(types(columns));
        return PipelineCompiler.compile(new PipelineSpec(input, false, true, steps, end), false);
    }

    private static List<DataType> types(List<Column> columns) {
        return columns.stream().map(Column::type).toList();
    }

    static List<List<Object>> run(
            CompiledPipeline pipeline,
            List<Column> columns,
            List<DataType> input,
            List<Object[]> rows,
            boolean dictionaries) {
        return runBatches(pipeline, columns, input, List.of(rows), dictionaries);
    }

    /** Each batch comes with dictionaries of its own. */
    static List<List<Object>> runBatches(
            CompiledPipeline pipeline,
            List<Column> columns,
            List<DataType> input,
            List<List<Object[]>> batches,
            boolean dictionaries) {
        List<DataType> types = types(columns);
        List<List<Object>> out = new ArrayList<>();
        FusedLoop loop = pipeline.newLoop();
        loop.start(new FunctionContext(ZoneOffset.UTC, NOW));
        loop.emit(ColumnBatch.of(types), batch -> {
            for (int row = 0; row < batch.rows(); row++) {
                List<Object> values = new ArrayList<>();
                for (int i = 0; i < types.size(); i++) {
                    values.add(Vectors.value(batch.column(i), types.get(i), row));
                }
                out.add(values);
            }
        });
        ColumnVector[] vectors = new ColumnVector[input.size()];
        for (int batch = 0; batch < batches.size(); batch++) {
            List<Object[]> rows = batches.get(batch);
            int version = batch + 1;
            pipeline.filterReads().ifPresent(reads -> fill(vectors, reads, rows, input, dictionaries, version));
            int count = pipeline.filterReads().isPresent() ? loop.select(vectors, rows.size()) : rows.size();
            fill(vectors, pipeline.reads(), rows, input, dictionaries, version);
            loop.process(vectors, count, null);
        }
        loop.finish();
        return out;
    }

    private static void fill(
            ColumnVector[] vectors,
            int[] reads,
            List<Object[]> rows,
            List<DataType> input,
            boolean dictionaries,
            int version) {
        for (int column : reads) {
            vectors[column] = Vectors.of(rows, column, input.get(column), dictionaries, version);
        }
    }
}
