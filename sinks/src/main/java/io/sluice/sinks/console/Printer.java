package io.sluice.sinks.console;

import static java.util.Objects.requireNonNull;

import io.sluice.sinks.SinkException;
import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/** Prints a batch in one piece, so that two queries on one stream do not mix, and notices when nobody takes it. */
record Printer(String table, PrintStream out) {
    Printer {
        requireNonNull(table, "table");
        requireNonNull(out, "out");
    }

    /** Standard output of the process, buffered; {@link #print} empties the buffer. */
    static PrintStream standardOutput() {
        return new PrintStream(
                new BufferedOutputStream(new FileOutputStream(FileDescriptor.out)), false, StandardCharsets.UTF_8);
    }

    void print(String text) {
        out.print(text);
        if (out.checkError()) {
            throw new SinkException(
                    "cannot print rows of table \"%s\": the output is closed".formatted(table),
                    "Keep the program that reads the output running, or write to another connector.");
        }
    }
}
