package io.sluice.engine.cli;

import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * The command itself; all work is in its sub-commands. Commands are described by calls, not by annotations: to read those
 * by reflection takes a part of the time to a job's first result.
 */
final class SluiceCommand {
    private static final String VERSION = "Sluice 0.1.0";

    private SluiceCommand() {}

    static CommandSpec spec() {
        CommandSpec spec = spec("sluice", "Streaming SQL in micro-batches: one file of SQL is a job.");
        Map<String, String> exitCodes = new LinkedHashMap<>();
        exitCodes.put("0", "done");
        exitCodes.put("1", "a query failed");
        exitCodes.put("2", "the script or an option is wrong");
        spec.usageMessage().exitCodeListHeading("Exit codes:%n").exitCodeList(exitCodes);
        return spec;
    }

    /** A command with the options that all have. */
    static CommandSpec spec(String name, String description) {
        CommandSpec spec = CommandSpec.wrapWithoutInspection(null, new ValueFactory())
                .name(name)
                .version(VERSION);
        spec.usageMessage().description(description);
        return spec.addOption(OptionSpec.builder("-h", "--help")
                        .usageHelp(true)
                        .description("Show this help message and exit.")
                        .build())
                .addOption(OptionSpec.builder("-V", "--version")
                        .versionHelp(true)
                        .description("Print version information and exit.")
                        .build());
    }
}
