package io.sluice.engine.cli;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** A sub-command of {@code sluice}. */
interface Command {
    CommandSpec spec();

    /** Returns what the process exits with. */
    int run(ParseResult given);
}
