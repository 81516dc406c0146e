package io.sluice.benchmarks.micro;

import io.sluice.planner.function.FunctionContext;
import io.sluice.planner.plan.Column;
import io.sluice.planner.plan.DataType;
import io.sluice.planner.plan.Expr;
import io.sluice.planner.plan.PlanNode;
import io.sluice.planner.plan.TypeKind;
import io.sluice.runtime.batch.ColumnBatch;
import io.sluice.runtime.codegen.FusedLoop;
import io.sluice.runtime.codegen.PipelineCompiler;
import io.sluice.runtime.codegen.PipelineSpec;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** A compiled pipeline over a batch in the cache, a row. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class Expression {
    /** What is computed of a row. */
    public enum Kind {
        /** All columns as they are. */
        COPY,
        /** A sum and a product, with their tests for overflow. */
        ARITHMETIC,
        /** A filter that one row of ten passes, all columns. */
        FILTER,
        /** A search in a text. */
        LIKE,
        /** The number of characters of a text. */
        CHAR_LENGTH,
        /** A new text. */
        UPPER
    }

    @Param
    public Kind kind;

    private ColumnBatch input;
    private FusedLoop loop;
    private long sent;

    @Setup
    public void compile() {
        input = ColumnBatch.of(Columns.types());
        Columns.fill(input, new Random(1), 1 << 20);
        PlanNode scan = Columns.scan("t");
        List<PlanNode> steps = new ArrayList<>();
        List<Column> columns = Columns.ALL;
        if (kind == Kind.FILTER) {
            steps.add(new PlanNode.Filter(scan, call("<", Columns.BOOLEAN, in(1), literal(100_000L, Columns.NUMBER))));
        } else if (kind != Kind.COPY) {
            Expr computed = computed();
            columns = List.of(new Column("c", computed.type()));
            steps.add(new PlanNode.Project(scan, List.of(computed), columns));
        }
        List<DataType> types = columns.stream().map(Column::type).toList();
        loop = PipelineCompiler.compile(
                        new PipelineSpec(Columns.types(), false, false, steps, new PipelineSpec.Append(types)), false)
                .newLoop();
        loop.start(new FunctionContext(ZoneOffset.UTC, 0));
        loop.emit(ColumnBatch.of(types), batch -> sent += batch.rows());
    }

    private Expr computed() {
        return switch (kind) {
            case ARITHMETIC -> call(
                    "+", Columns.NUMBER, call("*", Columns.NUMBER, in(1), literal(908L, Columns.NUMBER)), in(0));
            case LIKE -> call("LIKE", Columns.BOOLEAN, in(3), literal("%channel=99%", Columns.TEXT));
            case CHAR_LENGTH -> call("CHAR_LENGTH", DataType.of(TypeKind.INT, false), in(3));
            case UPPER -> call("UPPER", Columns.TEXT, in(2));
            case COPY, FILTER -> throw new IllegalStateException("not computed: " + kind);
        };
    }

    private static Expr call(String function, DataType type, Expr... arguments) {
        return new Expr.Call(function, List.of(arguments), type);
    }

    private static Expr in(int column) {
        return new Expr.Input(column, Columns.ALL.get(column).type());
    }

    private static Expr literal(Object value, DataType type) {
        return new Expr.Literal(Optional.of(value), type);
    }

    @Benchmark
    @OperationsPerInvocation(Columns.ROWS)
    public long process() {
        loop.process(input.columns(), input.rows(), null);
        loop.finish();
        return sent;
    }
}
