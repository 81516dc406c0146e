package io.sluice.runtime.execution;

import io.sluice.planner.plan.PlanNode;
import io.sluice.planner.plan.StateTtl;
import io.sluice.runtime.operator.AsOfOperator;
import io.sluice.runtime.operator.AssignSessionsOperator;
import io.sluice.runtime.operator.FirstRowsOperator;
import io.sluice.runtime.operator.JoinOperator;
import io.sluice.runtime.operator.OverOperator;
import io.sluice.runtime.operator.RankOperator;
import io.sluice.runtime.operator.SetOperator;
import io.sluice.runtime.operator.ShardedOperator;
import java.util.Optional;
import java.util.function.Function;
import org.apache.arrow.memory.BufferAllocator;

/** Makes the operators whose rows go to shards. */
final class ShardedOperators {
    private final Function<String, Optional<StateTtl>> ttl;
    private final ExecutionOptions options;
    private final BufferAllocator allocator;

    /** @param ttl by the uid of an operator */
    ShardedOperators(Function<String, Optional<StateTtl>> ttl, ExecutionOptions options, BufferAllocator allocator) {
        this.ttl = ttl;
        this.options = options;
        this.allocator = allocator;
    }

    /** @param sendsAll the whole result in each batch, in its order */
    ShardedOperator of(PlanNode.Keyed node, boolean sendsAll) {
        if (node instanceof PlanNode.Join join) {
            return new JoinOperator(
                    join,
                    retracts(join.left()),
                    retracts(join.right()),
                    options.wrapIntegers(),
                    options.rowErrors(),
                    ttl.apply(join.uid()),
                    options.parallelism(),
                    allocator);
        }
        boolean forgets = ttl.apply(node.uid()).isPresent();
        int threads = options.parallelism();
        if (node instanceof PlanNode.AsOfJoin join) {
            return new AsOfOperator(join, retracts(join.left()), retracts(join.right()), threads, allocator);
        }
        if (node instanceof PlanNode.Rank rank) {
            boolean changing = retracts(rank.input());
            return FirstRowsOperator.serves(rank)
                    ? FirstRowsOperator.of(rank, forgets, threads, allocator)
                    : RankOperator.of(rank, changing, sendsAll, forgets, threads, allocator);
        }
        if (node instanceof PlanNode.Over over) {
            return OverOperator.of(over, forgets, threads, allocator);
        }
        if (node instanceof PlanNode.AssignSessions sessions) {
            boolean changing = retracts(sessions.input());
            return AssignSessionsOperator.of(sessions, changing, forgets, threads, allocator);
        }
        return new SetOperator((PlanNode.SetOperation) node, forgets, threads, allocator);
    }

    private static boolean retracts(PlanNode input) {
        return PlanPath.of(input).stream().anyMatch(PlanPath::retracts);
    }
}
