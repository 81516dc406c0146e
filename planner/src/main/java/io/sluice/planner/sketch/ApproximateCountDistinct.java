package io.sluice.planner.sketch;

/** How many different values there are, by their hashes: exact up to {@link DistinctHashes#MOST}. */
public final class ApproximateCountDistinct {
    /** The relative standard error. */
    public static final double STANDARD_ERROR = 0.012;

    public DistinctHashes createAccumulator() {
        return new DistinctHashes();
    }

    public void accumulate(DistinctHashes seen, long hash) {
        seen.add(hash);
    }

    public void merge(DistinctHashes seen, DistinctHashes other) {
        seen.merge(other);
    }

    public Long getValue(DistinctHashes seen) {
        return seen.estimate();
    }

    public byte[] serialize(DistinctHashes seen) {
        return seen.toBytes();
    }

    public DistinctHashes deserialize(byte[] bytes) {
        return DistinctHashes.of(bytes);
    }
}
