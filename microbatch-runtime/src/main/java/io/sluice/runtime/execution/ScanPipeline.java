package io.sluice.runtime.execution;

import static java.util.Objects.requireNonNull;

import io.sluice.planner.function.FunctionContext;
import io.sluice.planner.function.RowException;
import io.sluice.planner.plan.CoreOperator;
import io.sluice.planner.plan.DataType;
import io.sluice.planner.plan.PlanNode;
import io.sluice.planner.plan.TypeKind;
import io.sluice.runtime.codegen.FusedLoop;
import io.sluice.runtime.operator.DeadLetterOutput;
import io.sluice.runtime.operator.DeadLetterOutput.Letters;
import io.sluice.sinks.SinkException;
import io.sluice.sources.BadRow;
import io.sluice.sources.ColumnVector;
import io.sluice.sources.OffsetRange;
import io.sluice.sources.Scan;
import io.sluice.sources.ScanPredicate;
import io.sluice.sources.Source;
import io.sluice.sources.SourceException;
import io.sluice.sources.Split;
import io.sluice.sources.SplitReader;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/** A pipeline that begins with the splits of a source. */
final class ScanPipeline {
    private final PlanNode.Scan node;
    private final Source source;
    private final Pipeline pipeline;
    private final Scan scan;
    private final Optional<DeadLetterOutput> deadLetters;
    private final boolean counted;
    private final boolean reports;
    private final Optional<ObservedTime> time;

    /**
     * @param steps of the pipeline, from the scan on
     * @param counted whether its rows count as read: false if another pipeline reads the source too and counts
     * @param reports whether it reports the rows that it cannot read: false if another pipeline reads the same columns
     *     too and reports
     */
    ScanPipeline(
            PlanNode.Scan node,
            List<PlanNode> steps,
            Source source,
            Pipeline pipeline,
            Optional<DeadLetterOutput> deadLetters,
            boolean counted,
            boolean reports) {
        this.node = requireNonNull(node, "node");
        this.source = requireNonNull(source, "source");
        this.pipeline = requireNonNull(pipeline, "pipeline");
        this.deadLetters = requireNonNull(deadLetters, "deadLetters");
        this.counted = counted;
        this.reports = reports;
        time = ObservedTime.of(node, steps);
        boolean maySkip = time.isPresent() || steps.stream().noneMatch(PlanNode.AssignWatermark.class::isInstance);
        scan = new Scan(
                node.sourceColumns(),
                maySkip ? predicate(node) : ScanPredicate.TRUE,
                time.map(ObservedTime::position).map(OptionalInt::of).orElse(OptionalInt.empty()));
    }

    String source() {
        return node.source();
    }

    List<Split> splits(OffsetRange range) {
        return source.splits(range, scan);
    }

    /** Reads one split through the pipeline. */
    void run(Split split, int thread, int piece, FunctionContext context, Watermarks watermarks, Tally tally) {
        try (SplitReader reader = split.open()) {
            Pipeline.Run run = pipeline.open(thread, piece, context);
            Optional<Letters> letters = deadLetters.filter(output -> reports).map(output -> output.open(thread, piece));
            long rows = read(reader, run, letters);
            letters.ifPresent(Letters::flush);
            run.finish(tally);
            if (rows > 0) {
                watermarks.observe(node.source(), split.partition(), run.loop().watermark());
            }
            observeLeftOut(split, watermarks, tally);
            if (reports) {
                tally.bad(node.source(), reader.badRows());
            }
            if (counted) {
                tally.read(node.source(), rows, reader.bytesRead(), run.loop());
            }
        } catch (RowException e) {
            throw new RowException("%s, in a row of table \"%s\"".formatted(e.getMessage(), node.source()), e.hint());
        } catch (SourceException | SinkException e) {
            throw e;
        } catch (RuntimeException e) {
            throw new IllegalStateException(
                    "reading partition \"%s\" of table \"%s\": %s".formatted(split.partition(), node.source(), e), e);
        }
    }

    private void observeLeftOut(Split split, Watermarks watermarks, Tally tally) {
        OptionalLong greatest = split.greatestLeftOut();
        if (time.isPresent() && greatest.isPresent()) {
            watermarks.observe(node.source(), split.partition(), time.get().watermark(greatest.getAsLong()));
            if (counted) {
                tally.leftOut(node.source(), greatest.getAsLong());
            }
        }
    }

    private long read(SplitReader reader, Pipeline.Run run, Optional<Letters> letters) {
        if (pipeline.filterReads().isPresent()) {
            return readSelected(pipeline.filterReads().get(), reader, run, letters);
        }
        int[] reads = pipeline.reads();
        ColumnVector[] columns = new ColumnVector[node.columns().size()];
        long total = 0;
        for (int rows = reader.next(); rows >= 0; rows = reader.next()) {
            if (letters.isPresent()) {
                send(reader, letters.get());
            }
            if (rows == 0) {
                continue;
            }
            for (int column : reads) {
                columns[column] = reader.column(column);
            }
            run.process(columns, rows, null);
            total += rows;
        }
        letters.ifPresent(output -> send(reader, output));
        return total;
    }

    /** The columns of the filters first, then the others for the rows that pass. */
    private long readSelected(int[] filterReads, SplitReader reader, Pipeline.Run run, Optional<Letters> letters) {
        int[] reads = pipeline.reads();
        ColumnVector[] columns = new ColumnVector[node.columns().size()];
        FusedLoop loop = run.loop();
        long total = 0;
        for (int rows = reader.next(); rows >= 0; rows = reader.next()) {
            if (letters.isPresent()) {
                send(reader, letters.get());
            }
            for (int column : filterReads) {
                columns[column] = reader.column(column);
            }
            int selected = rows == 0 ? 0 : loop.select(columns, rows);
            if (selected > 0) {
                for (int column : reads) {
                    columns[column] = reader.column(column, loop.selection(), selected);
                }
                run.process(columns, selected, null);
            }
            total += rows;
        }
        letters.ifPresent(output -> send(reader, output));
        return total;
    }

    private void send(SplitReader reader, Letters letters) {
        for (BadRow row : reader.takeBadRows()) {
            letters.add(node.source(), row.place(), row.error(), row.row());
        }
    }

    private static ScanPredicate predicate(PlanNode.Scan node) {
        List<ScanPredicate.Comparison> comparisons = new ArrayList<>();
        for (PlanNode.ScanComparison each : node.predicates()) {
            int column = node.sourceColumns().get(each.column());
            Optional<ScanPredicate.Operator> operator = operator(each.operator());
            if (operator.isPresent()) {
                literal(each, node.columns().get(each.column()).type())
                        .ifPresent(
                                value -> comparisons.add(new ScanPredicate.Comparison(column, operator.get(), value)));
            }
        }
        return new ScanPredicate(comparisons);
    }

    private static Optional<ScanPredicate.Operator> operator(CoreOperator operator) {
        return switch (operator) {
            case EQUAL -> Optional.of(ScanPredicate.Operator.EQUAL);
            case LESS -> Optional.of(ScanPredicate.Operator.LESS);
            case LESS_OR_EQUAL -> Optional.of(ScanPredicate.Operator.LESS_OR_EQUAL);
            case GREATER -> Optional.of(ScanPredicate.Operator.GREATER);
            case GREATER_OR_EQUAL -> Optional.of(ScanPredicate.Operator.GREATER_OR_EQUAL);
            case IS_NOT_NULL -> Optional.of(ScanPredicate.Operator.IS_NOT_NULL);
            default -> Optional.empty();
        };
    }

    /** As the source wants it; empty where it has no such form: then the comparison is left to the plan alone. */
    private static Optional<Object> literal(PlanNode.ScanComparison comparison, DataType column) {
        if (comparison.operator() == CoreOperator.IS_NOT_NULL) {
            return Optional.of("");
        }
        Optional<Object> value = comparison.literal().value();
        if (value.isEmpty()) {
            return Optional.empty();
        }
        if (value.get() instanceof Boolean truth) {
            return Optional.of(truth ? 1L : 0L);
        }
        if (value.get() instanceof BigDecimal decimal) {
            return column.kind() == TypeKind.DECIMAL ? unscaled(decimal, column) : Optional.empty();
        }
        return value;
    }

    private static Optional<Object> unscaled(BigDecimal decimal, DataType column) {
        BigDecimal stripped = decimal.stripTrailingZeros();
        if (stripped.scale() > column.scale()) {
            return Optional.empty();
        }
        var unscaled = decimal.setScale(column.scale()).unscaledValue();
        return unscaled.bitLength() < Long.SIZE && !column.isWide()
                ? Optional.of(unscaled.longValue())
                : Optional.empty();
    }
}
