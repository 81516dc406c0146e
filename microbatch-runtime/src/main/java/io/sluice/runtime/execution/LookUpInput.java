package io.sluice.runtime.execution;

import static java.util.Objects.requireNonNull;

import io.sluice.planner.function.FunctionContext;
import io.sluice.planner.plan.PlanNode;
import io.sluice.runtime.batch.BatchConsumer;
import io.sluice.runtime.batch.ColumnBatch;
import io.sluice.runtime.operator.JoinOperator;
import io.sluice.runtime.operator.LookUpJoin;
import io.sluice.runtime.operator.RowEmitter;
import io.sluice.runtime.operator.RowOutput;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * The left input of a join that looks its rows up and forgets them. As the right one is read first, they go on as they come, on the
 * thread that has read them; only if that cannot be they wait in the exchange:
 *
 * <pre>
 * scan → filter ─┬→ look up → project → …      the right input is what it is in this batch
 *                └→ exchange ┄ join → …        it is on disk, or read at the same time
 * </pre>
 */
final class LookUpInput implements RowOutput {
    private final JoinOperator operator;
    private final RowOutput exchange;
    private final Downstream downstream;
    private final Set<String> sources;
    private final PlanNode leaf;
    private final Worker[] workers;

    /** The join whose rows come; empty: a scan's. */
    private Optional<LookUpInput> before = Optional.empty();

    private boolean streams;

    /** The numbers of the pieces that come begin with this, and those that they make with that. */
    private int firstComing;

    private int firstMade;

    /** How many pieces may come. */
    private int coming;

    private FunctionContext context;
    private Tally tally;

    /**
     * @param operator the join, which {@link #serves} has found fit
     * @param downstream where the rows of the join go
     */
    LookUpInput(PlanNode.Join node, JoinOperator operator, Downstream downstream, int threads) {
        this.operator = requireNonNull(operator, "operator");
        this.downstream = requireNonNull(downstream, "downstream");
        exchange = operator.inputs().get(0).output(false);
        leaf = PlanPath.of(node.left()).get(0).leaf();
        sources = new HashSet<>();
        PlanPath.of(node.right()).forEach(path -> sources.add(((PlanNode.Scan) path.leaf()).source()));
        workers = new Worker[threads];
    }

    /** All inputs are placed. */
    void follow(Function<PlanNode, LookUpInput> placed) {
        before = Optional.ofNullable(placed.apply(leaf));
    }

    /** Whether rows can go on as they come: they do so from the scan on, and the right input has rows of tables only. */
    static boolean serves(PlanNode.Join node) {
        List<PlanPath> left = PlanPath.of(node.left());
        if (left.size() != 1 || left.get(0).retracts() || !JoinOperator.looksUp(node)) {
            return false;
        }
        PlanNode leaf = left.get(0).leaf();
        return (leaf instanceof PlanNode.Scan || leaf instanceof PlanNode.Join join && serves(join))
                && PlanPath.of(node.right()).stream().allMatch(path -> path.leaf() instanceof PlanNode.Scan);
    }

    /** The tables of the right input. */
    Set<String> first() {
        return sources;
    }

    /**
     * A batch begins: says which way its rows take.
     *
     * @param inMemory the rows of the right input are there
     * @param firstPiece the number of the first piece of the batch that rows make as they come
     * @return how many they may make
     */
    int begin(boolean inMemory, Stage.Reading reading, int firstPiece, FunctionContext newContext, Tally newTally) {
        boolean isRightThere =
                !reading.first().contains(table()) || sources.stream().noneMatch(reading.tables()::contains);
        streams = inMemory && isRightThere && before.map(join -> join.streams).orElse(true);
        firstComing = before.map(join -> join.firstMade).orElse(0);
        coming = before.map(join -> join.downstream.pieces(join.coming)).orElse(reading.pieces());
        firstMade = firstPiece;
        context = newContext;
        tally = newTally;
        return streams ? downstream.pieces(coming) : 0;
    }

    /** The table whose rows come, perhaps by other joins. */
    private String table() {
        return before.map(LookUpInput::table).orElseGet(() -> ((PlanNode.Scan) leaf).source());
    }

    boolean streams() {
        return streams;
    }

    @Override
    public ColumnBatch batch(int thread) {
        return exchange.batch(thread);
    }

    @Override
    public BatchConsumer consumer(int thread, int piece) {
        if (!streams) {
            return exchange.consumer(thread, piece);
        }
        if (workers[thread] == null) {
            workers[thread] = new Worker();
        }
        int part = downstream.pieces(piece - firstComing);
        return workers[thread].consumer(downstream.open(thread, firstMade + part, context, tally));
    }

    /** What a thread needs to look rows up. */
    private final class Worker {
        private final LookUpJoin join = operator.lookUps();
        private final RowEmitter emitter =
                new RowEmitter(operator.columns(), operator.retracts(), downstream.reads(), downstream.writesFailed());

        BatchConsumer consumer(Downstream.Part to) {
            return new BatchConsumer() {
                @Override
                public void accept(ColumnBatch batch) {
                    emitter.start(to);
                    join.take(batch, emitter);
                }

                @Override
                public void finish() {
                    to.finish();
                }
            };
        }
    }
}
