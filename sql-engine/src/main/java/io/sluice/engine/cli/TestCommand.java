package io.sluice.engine.cli;

import io.sluice.engine.ErrorReport;
import io.sluice.engine.testing.ScriptCheck;
import io.sluice.engine.testing.StreamScript;
import io.sluice.engine.testing.StreamScriptRunner.Way;
import io.sluice.planner.PlanException;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParseResult;

/** {@code sluice test}: runs stream scripts, each in several ways, and shows where they differ from what they expect. */
final class TestCommand implements Command {
    private static final String UPDATE = "--update";
    private static final String WAYS = "--ways";
    private static final String SUFFIX = ".iq";

    private final PrintStream output;
    private final PrintStream errors;

    /** Which of the ways. */
    enum Ways {
        all,
        written,
        restarted,
        crashed;

        private boolean includes(Way way) {
            return switch (this) {
                case all -> true;
                case written -> way.equals(Way.AS_WRITTEN);
                case restarted -> way.equals(Way.RESTARTED);
                case crashed -> way.crash().isPresent();
            };
        }
    }

    TestCommand(PrintStream output, PrintStream errors) {
        this.output = output;
        this.errors = errors;
    }

    @Override
    public CommandSpec spec() {
        CommandSpec spec = SluiceCommand.spec(
                "test", "Run stream scripts: rows in, changes out; also restarted and crashed after each step.");
        spec.usageMessage()
                .exitCodeList(java.util.Map.of(
                        "0",
                        "all scripts give what they expect",
                        "1",
                        "a script differs",
                        "2",
                        "a script or an option is wrong"));
        return spec.addPositional(PositionalParamSpec.builder()
                        .paramLabel("FILE.iq|FOLDER")
                        .description("the scripts; of a folder, all that are in it")
                        .type(List.class)
                        .auxiliaryTypes(Path.class)
                        .arity("1..*")
                        .required(true)
                        .build())
                .addOption(OptionSpec.builder(WAYS)
                        .paramLabel("all|written|restarted|crashed")
                        .description("in which ways a script is run; default: all")
                        .type(Ways.class)
                        .build())
                .addOption(OptionSpec.builder(UPDATE)
                        .description("write what the run gave into the scripts, for you to read")
                        .build());
    }

    @Override
    public int run(ParseResult given) {
        Ways ways = given.matchedOptionValue(WAYS, Ways.all);
        boolean update = given.matchedOptionValue(UPDATE, false);
        List<Path> named = given.matchedPositionalValue(0, List.of());
        int exitCode = 0;
        try {
            for (Path file : files(named)) {
                exitCode = Math.max(exitCode, update ? update(file) : check(file, ways));
            }
        } catch (PlanException e) {
            exitCode = fail(e);
        } catch (IOException e) {
            exitCode = fail(new UncheckedIOException(e.toString(), e));
        }
        output.flush();
        return exitCode;
    }

    private static List<Path> files(List<Path> named) throws IOException {
        List<Path> files = new ArrayList<>();
        for (Path path : named) {
            if (Files.isDirectory(path)) {
                try (Stream<Path> inside = Files.walk(path)) {
                    inside.filter(file -> file.toString().endsWith(SUFFIX))
                            .sorted()
                            .forEach(files::add);
                }
            } else if (Files.isRegularFile(path)) {
                files.add(path);
            } else {
                throw new PlanException("there is no script " + path, "Check the path.", Optional.empty());
            }
        }
        if (files.isEmpty()) {
            throw new PlanException(
                    "there is no script in " + named, "Scripts have names that end with .iq.", Optional.empty());
        }
        return files;
    }

    private int check(Path file, Ways ways) throws IOException {
        try {
            StreamScript script = StreamScript.parse(file.toString(), Files.readString(file));
            int passed = 0;
            for (Way way : Way.all()) {
                if (!ways.includes(way)) {
                    continue;
                }
                ScriptCheck check = ScriptCheck.of(script, way, List.of());
                if (!check.passed()) {
                    output.printf("FAILED %s, %s%n", file, way);
                    check.differences().forEach(line -> output.println("  " + line));
                    return ErrorReport.QUERY;
                }
                passed++;
            }
            output.printf("ok     %s (%d way%s)%n", file, passed, passed == 1 ? "" : "s");
            return 0;
        } catch (PlanException e) {
            return fail(e);
        }
    }

    private int update(Path file) throws IOException {
        String before = Files.readString(file);
        StreamScript script = StreamScript.parse(file.toString(), before);
        ScriptCheck check = ScriptCheck.of(script, Way.AS_WRITTEN, List.of());
        if (check.actual().isEmpty()) {
            output.printf("FAILED %s, %s%n", file, Way.AS_WRITTEN);
            check.differences().forEach(line -> output.println("  " + line));
            return ErrorReport.QUERY;
        }
        String after = check.actual().get().text();
        if (!after.equals(before)) {
            Files.writeString(file, after);
        }
        output.printf("%s %s%n", after.equals(before) ? "ok     " : "updated", file);
        return 0;
    }

    private int fail(RuntimeException failure) {
        output.flush();
        ErrorReport report = ErrorReport.of(failure);
        errors.print(report.text());
        return report.exitCode();
    }
}
