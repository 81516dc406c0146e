package io.sluice.runtime.codegen;

/** Writes what happens to a row at the end of its pipeline. */
interface PipelineEnd {
    /** Refers to the columns that it needs, before anything is written. */
    void use();

    /** Before the loop. */
    void writeProlog(MethodText loop);

    /** For each row. */
    void write(MethodText loop);

    /** Behind the loop. */
    void writeEpilog(MethodText loop);

    /** Into {@code process}, before it runs the loop. */
    void writeBinding(MethodText process);
}
