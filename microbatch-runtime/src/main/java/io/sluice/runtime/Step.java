package io.sluice.runtime;

/**
 * The steps of the loop, in their order. What a crash leaves behind: before COMMIT has ended, the batch is as if it had
 * not begun; from then on it is final, and its output is made visible at the next start at the latest.
 *
 * <p>Where a commit goes on beside the next batch, PLAN and EXECUTE of that come before COMMIT, PUBLISH and RELEASE of this one, and
 * its INTEND after them; COMMIT is then only the waiting for its end.
 */
public enum Step {
    /** Asks the sources for new rows and fixes what the batch reads. */
    PLAN("planning it"),
    /** Notes the intent. */
    INTEND("writing its intent"),
    /** Reads, computes, and stages the output. */
    EXECUTE("executing it"),
    /** Makes the batch final. */
    COMMIT("committing it"),
    /** Makes its output visible. */
    PUBLISH("publishing it"),
    /** Tells the sources what they need not keep. */
    RELEASE("releasing its input"),
    /** Sleeps until there is something to do. */
    WAIT("waiting for it");

    private final String doing;

    Step(String doing) {
        this.doing = doing;
    }

    /** For messages: what is being done to the batch. */
    public String doing() {
        return doing;
    }
}
