package io.sluice.runtime.execution;

import static java.util.Objects.requireNonNull;

import io.sluice.planner.function.FunctionContext;
import io.sluice.planner.function.RowException;
import io.sluice.planner.plan.PlanNode;
import io.sluice.runtime.codegen.FusedLoop;
import io.sluice.runtime.operator.DeadLetterOutput;
import io.sluice.runtime.operator.DeadLetterOutput.Letters;
import io.sluice.sinks.SinkException;
import io.sluice.sources.BadRow;
import io.sluice.sources.ColumnVector;
import io.sluice.sources.KnownTimes;
import io.sluice.sources.OffsetRange;
import io.sluice.sources.Scan;
import io.sluice.sources.ScanPredicate;
import io.sluice.sources.Source;
import io.sluice.sources.SourceException;
import io.sluice.sources.Split;
import io.sluice.sources.SplitReader;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;

/**
 * Reads the splits of a source once for all pipelines that begin with it:
 *
 * <pre>
 *             ┌→ pipeline of INSERT 1
 * split ──────┼→ pipeline of INSERT 2
 *             └→ the other half of its UNION ALL
 * </pre>
 *
 * It asks the source for the columns of all of them; the source may leave out only what all of them ask it to. Each batch
 * of columns goes to the pipelines in their order.
 */
final class SharedScan {
    private final String name;
    private final Source source;
    private final List<ScanPipeline> members;
    private final Optional<DeadLetterOutput> deadLetters;
    private final boolean leavesOut;
    private final Scan scan;
    private final Optional<ObservedTime> time;

    /** For each member, where its columns are among those of the scan. */
    private final int[][] places;

    /**
     * @param deadLetters where rows go that the source cannot read
     * @param leavesOut rows for which an expression fails go there, too
     */
    SharedScan(Source source, List<ScanPipeline> members, Optional<DeadLetterOutput> deadLetters, boolean leavesOut) {
        this.leavesOut = leavesOut;
        this.source = requireNonNull(source, "source");
        this.deadLetters = requireNonNull(deadLetters, "deadLetters");
        this.members = List.copyOf(members);
        ScanPipeline first = members.get(0);
        name = first.source();
        boolean alike = members.stream()
                .skip(1)
                .allMatch(each -> each.predicate().equals(first.predicate())
                        && each.time().equals(first.time()));
        time = alike ? first.time() : Optional.empty();
        List<Integer> columns = members.size() == 1
                ? first.columns()
                : members.stream()
                        .flatMap(each -> each.columns().stream())
                        .distinct()
                        .sorted()
                        .toList();
        scan = new Scan(
                columns,
                alike ? first.predicate() : ScanPredicate.TRUE,
                time.map(ObservedTime::position).map(OptionalInt::of).orElse(OptionalInt.empty()));
        places = members.stream()
                .map(each -> each.columns().stream().mapToInt(columns::indexOf).toArray())
                .toArray(int[][]::new);
    }

    /** One for each source, in the order in which they are read first. */
    static List<SharedScan> of(
            List<ScanPipeline> pipelines,
            Function<String, Source> sources,
            Optional<DeadLetterOutput> deadLetters,
            boolean leavesOut) {
        return pipelines.stream()
                .map(ScanPipeline::source)
                .distinct()
                .map(name -> new SharedScan(
                        sources.apply(name),
                        pipelines.stream()
                                .filter(each -> each.source().equals(name))
                                .toList(),
                        deadLetters,
                        leavesOut))
                .toList();
    }

    String source() {
        return name;
    }

    /** How many pipelines it feeds. */
    int size() {
        return members.size();
    }

    List<Split> splits(OffsetRange range) {
        return source.splits(range, scan);
    }

    /**
     * Reads one split.
     *
     * @param piece the number of the piece that the first pipeline gets; the others get the next ones
     */
    void run(
            Split split,
            int thread,
            int piece,
            FunctionContext context,
            Watermarks watermarks,
            Tally tally,
            ReadMeter meter) {
        try (SplitReader reader = split.open()) {
            Optional<KnownTimes> times = time.isPresent() ? split.knownTimes() : Optional.empty();
            boolean timesKnown = times.filter(KnownTimes::complete).isPresent();
            List<Pipeline.Run> runs = new ArrayList<>();
            for (ScanPipeline member : members) {
                runs.add(member.pipeline().open(thread, piece + runs.size(), context, timesKnown));
            }
            Optional<Letters> letters = deadLetters.map(output -> output.open(thread, piece));
            List<FailedRows> failed = new ArrayList<>();
            for (int i = 0; leavesOut && i < runs.size(); i++) {
                PlanNode.Scan node = members.get(i).node();
                failed.add(new FailedRows(
                        node.source(), node.columns(), Optional.of(split), runs.get(i), letters::orElseThrow));
                runs.get(i).loop().onLeftOut(failed.get(i));
            }
            long rows = read(reader, runs, failed, letters, meter);
            letters.ifPresent(Letters::flush);
            Pipeline.Run counted = runs.get(0);
            for (int i = members.size() - 1; i >= 0; i--) {
                runs.get(i).finish(tally);
                tally.bad(source(), runs.get(i).loop().rowErrors());
                counted = members.get(i).isWatermarked() ? runs.get(i) : counted;
            }
            if (rows > 0) {
                runs.forEach(run ->
                        watermarks.observe(name, split.partition(), run.loop().watermark()));
            }
            times.ifPresent(known -> observe(known, split, watermarks, tally));
            tally.bad(name, reader.badRows());
            tally.read(name, rows, reader.bytesRead(), counted.loop());
        } catch (RowException e) {
            throw new RowException("%s, in a row of table \"%s\"".formatted(e.getMessage(), name), e.hint());
        } catch (SourceException | SinkException e) {
            throw e;
        } catch (RuntimeException e) {
            throw new IllegalStateException(
                    "reading partition \"%s\" of table \"%s\": %s".formatted(split.partition(), name, e), e);
        }
    }

    private void observe(KnownTimes known, Split split, Watermarks watermarks, Tally tally) {
        watermarks.observe(name, split.partition(), time.orElseThrow().watermark(known.greatest()));
        tally.told(name, known);
    }

    /** @param failed none, or one for each run */
    private long read(
            SplitReader reader,
            List<Pipeline.Run> runs,
            List<FailedRows> failed,
            Optional<Letters> letters,
            ReadMeter meter) {
        if (members.size() == 1 && runs.get(0).filterReads().isPresent()) {
            return readSelected(reader, runs.get(0), letters, meter);
        }
        ColumnVector[] read = new ColumnVector[scan.columns().size()];
        ColumnVector[][] columns = new ColumnVector[places.length][];
        for (int member = 0; member < places.length; member++) {
            columns[member] = new ColumnVector[places[member].length];
        }
        long total = 0;
        for (int rows = reader.next(); rows >= 0; rows = reader.next()) {
            if (letters.isPresent()) {
                send(reader, letters.get());
            }
            if (rows == 0) {
                continue;
            }
            Arrays.fill(read, null);
            for (int member = 0; member < places.length; member++) {
                Pipeline.Run run = runs.get(member);
                int selected = rows;
                if (run.filterReads().isPresent()) {
                    take(run.filterReads().get(), member, reader, read, columns[member]);
                    selected = run.select(columns[member], rows);
                }
                if (selected > 0) {
                    take(run.reads(), member, reader, read, columns[member]);
                    if (!failed.isEmpty()) {
                        failed.get(member).of(columns[member], total);
                    }
                    run.process(columns[member], selected, null);
                }
            }
            total += rows;
            meter.add(rows);
        }
        letters.ifPresent(output -> send(reader, output));
        return total;
    }

    /** Columns that a member reads; one that another has read before is there. */
    private void take(int[] wanted, int member, SplitReader reader, ColumnVector[] read, ColumnVector[] columns) {
        for (int column : wanted) {
            int place = places[member][column];
            if (read[place] == null) {
                read[place] = reader.column(place);
            }
            columns[column] = read[place];
        }
    }

    /** For the only member: the columns of its filters first, then the others for the rows that pass. */
    private long readSelected(SplitReader reader, Pipeline.Run run, Optional<Letters> letters, ReadMeter meter) {
        int[] filterReads = run.filterReads().orElseThrow();
        ColumnVector[] columns = new ColumnVector[places[0].length];
        FusedLoop loop = run.loop();
        long total = 0;
        for (int rows = reader.next(); rows >= 0; rows = reader.next()) {
            if (letters.isPresent()) {
                send(reader, letters.get());
            }
            for (int column : filterReads) {
                columns[column] = reader.column(column);
            }
            int selected = rows == 0 ? 0 : run.select(columns, rows);
            if (selected > 0) {
                for (int column : run.reads()) {
                    columns[column] = reader.column(column, loop.selection(), selected);
                }
                run.process(columns, selected, null);
            }
            total += rows;
            meter.add(rows);
        }
        letters.ifPresent(output -> send(reader, output));
        return total;
    }

    private void send(SplitReader reader, Letters letters) {
        for (BadRow row : reader.takeBadRows()) {
            letters.add(name, row.place(), row.error(), row.row());
        }
    }
}
