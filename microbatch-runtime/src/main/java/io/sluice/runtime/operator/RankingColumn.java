package io.sluice.runtime.operator;

import io.sluice.planner.plan.OverCall;
import io.sluice.sources.ColumnVector;

/** Values that come from the place of a row in its partition. */
final class RankingColumn extends OverColumn {
    RankingColumn(OverCall call, int index) {
        super(call, index);
    }

    @Override
    void fill(OverRows rows, ColumnVector[] filled, int at) {
        ColumnVector to = filled[index()];
        for (int place = rows.from(); place < rows.size(); place++) {
            int row = at + place - rows.from();
            switch (call().function()) {
                case ROW_NUMBER -> set(to, row, rows.number(place));
                case RANK -> set(to, row, rank(rows, place));
                case DENSE_RANK -> set(to, row, rows.denseRank(place));
                case NTILE -> set(to, row, bucket(place, rows.size(), call().parameter()));
                case PERCENT_RANK -> set(
                        to, row, rows.size() == 1 ? 0.0 : (rank(rows, place) - 1.0) / (rows.size() - 1.0));
                case CUME_DIST -> set(to, row, (double) rows.peerEnd(place) / rows.size());
                default -> throw new IllegalStateException("no rank: " + call().function());
            }
        }
    }

    private static long rank(OverRows rows, int place) {
        return rows.number(rows.peerStart(place));
    }

    /** The first buckets have one row more where the rows cannot be shared out evenly. */
    private static long bucket(long place, long rows, long buckets) {
        long least = rows / buckets;
        long larger = rows % buckets;
        long inLarger = larger * (least + 1);
        return place < inLarger ? place / (least + 1) + 1 : larger + (place - inLarger) / least + 1;
    }
}
