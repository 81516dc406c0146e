package io.sluice.benchmarks;

import io.sluice.planner.Planner;
import io.sluice.runtime.codegen.GeneratedClasses;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Starts a class of this module in a process of its own, with the class path and the access flags of this one. */
final class ChildProcess {
    private ChildProcess() {}

    /** How this one is tuned: the options of {@code ./benchmarks/start} for the collector, the heap and the compilers. */
    static List<String> tuning() {
        return own(List.of("-XX:"));
    }

    /** What jobs are planned and compiled to is kept in the folder for later processes, as the launcher does. */
    static List<String> keeping(Path folder) {
        return List.of(
                "-D" + Planner.KEPT_PLANS + "=" + folder.resolve("plans"),
                "-D" + GeneratedClasses.DIRECTORY + "=" + folder.resolve("generated"));
    }

    private static List<String> own(List<String> prefixes) {
        return ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(argument -> prefixes.stream().anyMatch(argument::startsWith))
                .toList();
    }

    /** What it prints is appended to {@code log}. */
    static Process start(Class<?> main, Path log, List<String> jvmOptions, List<String> arguments) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(own(List.of("--", "-Darrow", "-Dio")));
        command.addAll(jvmOptions);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
        command.addAll(arguments);
        try {
            return new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
