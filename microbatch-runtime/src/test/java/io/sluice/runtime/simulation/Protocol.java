package io.sluice.runtime.simulation;

import io.sluice.checkpoint.simulation.DiskHook;
import io.sluice.checkpoint.simulation.SimulatedDisk;
import io.sluice.runtime.loop.BatchRunner;
import io.sluice.sinks.Sink;
import io.sluice.sources.Source;
import java.nio.file.Path;

/** What stands between the parts of a query, and between it and the disk: nothing, or what makes it wrong on purpose. */
interface Protocol {
    Protocol RIGHT = new Protocol() {};

    /** @param own a file of the table that the protocol may make */
    default Source source(Source source, Path own) {
        return source;
    }

    default Sink sink(Sink sink) {
        return sink;
    }

    default BatchRunner.Compiler compiler() {
        return BatchRunner::compile;
    }

    /** Of one start of the job. */
    default DiskHook disk(SimulatedDisk disk) {
        return DiskHook.NONE;
    }
}
