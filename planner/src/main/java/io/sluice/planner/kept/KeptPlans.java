package io.sluice.planner.kept;

import static java.util.Objects.requireNonNull;

import io.sluice.planner.ParsedQuery;
import io.sluice.planner.PlanException;
import io.sluice.planner.Script;
import io.sluice.planner.Statement;
import io.sluice.planner.TableResolver;
import io.sluice.planner.validate.NoTables;
import java.io.IOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.ByteBuffer;
import java.nio.file.FileSystemNotFoundException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What planning has made, kept for later processes, which then need neither the parser nor the validator. Planning is a function
 * of the script, the statement, the options, what the resolver answers, and Sluice itself:
 *
 * <pre>
 * key   := build · what is made · script · statement · options
 * value := { question · name · answer } · what was made
 * </pre>
 *
 * It is taken if the resolver, asked again, gives all the same answers. Kept is only what, read back, is written the same
 * again; plans with functions of users are not, nor is what fails. Used by any thread and process.
 */
public final class KeptPlans {
    /** Each process plans anew. */
    public static final KeptPlans NONE = new KeptPlans(Optional.empty(), List.of());

    private static final Logger LOG = LoggerFactory.getLogger(KeptPlans.class);
    private static final int MAGIC = 0x534C4B50;
    private static final String ENDING = ".plan";

    private final Optional<KeptFiles> files;
    private final List<String> build;

    private KeptPlans(Optional<KeptFiles> files, List<String> build) {
        this.files = files;
        this.build = List.copyOf(build);
    }

    /** @param build what plans depend on besides: those of another build are not taken */
    public static KeptPlans in(Path directory, List<String> build) {
        return new KeptPlans(Optional.of(new KeptFiles(requireNonNull(directory, "directory"), MAGIC, ENDING)), build);
    }

    /** {@link #NONE} if the planner is not in a jar, whose change would be seen. */
    public static KeptPlans ofThisBuild(Path directory) {
        return ownJar().map(jar -> in(directory, jar)).orElse(NONE);
    }

    /**
     * Java, whose time zones constants may be of; the class path, whose jars have their versions in their names; and the planner's own
     * jar, which may not.
     */
    private static Optional<List<String>> ownJar() {
        try {
            CodeSource source = KeptPlans.class.getProtectionDomain().getCodeSource();
            URL place = source == null ? null : source.getLocation();
            Path jar = place == null ? null : Path.of(place.toURI());
            if (jar == null || !Files.isRegularFile(jar)) {
                return Optional.empty();
            }
            String classPath = System.getProperty("java.class.path", "");
            return Optional.of(List.of(
                    System.getProperty("java.runtime.version", ""),
                    Integer.toString(classPath.length()),
                    Integer.toString(classPath.hashCode()),
                    jar.toString(),
                    Long.toString(Files.size(jar)),
                    Files.getLastModifiedTime(jar).toString()));
        } catch (URISyntaxException | IOException | IllegalArgumentException | FileSystemNotFoundException e) {
            LOG.debug("plans are not kept", e);
            return Optional.empty();
        }
    }

    /** The statements of a script; a query of theirs is parsed when its tree is asked for. */
    public List<Statement> statements(Script script, Function<Script, List<Statement>> parser) {
        return find(NoTables.INSTANCE, tables -> parser.apply(script), new Trees(script, parser), "statements", script);
    }

    /** @param from what the result depends on besides the tables; values of the planner's */
    public <T> T get(TableResolver tables, Function<TableResolver, T> planning, Object... from) {
        IntFunction<Supplier<?>> none = number -> {
            throw new IllegalArgumentException("a plan holds no query that is yet to be planned");
        };
        return find(tables, planning, none, from);
    }

    /** What was made, and what it depends on. */
    record Kept(List<Answers.Noted> answers, Object made) {
        boolean fits(TableResolver tables) {
            try {
                for (Answers.Noted noted : answers) {
                    if (!noted.isAnswerOf(tables)) {
                        return false;
                    }
                }
                return true;
            } catch (NotKeptException | PlanException e) {
                // Planning anew says what is wrong, with the place.
                return false;
            }
        }
    }

    @SuppressWarnings("unchecked") // the key says what is made
    private <T> T find(
            TableResolver tables, Function<TableResolver, T> planning, IntFunction<Supplier<?>> trees, Object... from) {
        if (files.isEmpty()) {
            return planning.apply(tables);
        }
        byte[] key;
        try {
            key = ValueWriter.plain().write(List.of(build, List.of(from))).bytes();
        } catch (NotKeptException | StackOverflowError e) {
            LOG.debug("not looked for", e);
            return planning.apply(tables);
        }
        Optional<Kept> kept =
                files.get().find(key).flatMap(bytes -> read(bytes, trees)).filter(found -> found.fits(tables));
        if (kept.isPresent()) {
            return (T) kept.get().made();
        }
        Answers answers = new Answers(tables);
        T made = planning.apply(answers);
        keep(key, answers, made, trees);
        return made;
    }

    private static Optional<Kept> read(ByteBuffer bytes, IntFunction<Supplier<?>> trees) {
        try {
            return Optional.of(new ValueReader(bytes, trees).read())
                    .filter(Kept.class::isInstance)
                    .map(Kept.class::cast);
        } catch (NotKeptException | StackOverflowError e) {
            LOG.debug("cannot be read", e);
            return Optional.empty();
        }
    }

    private void keep(byte[] key, Answers answers, Object made, IntFunction<Supplier<?>> trees) {
        try {
            byte[] bytes =
                    ValueWriter.shared().write(new Kept(answers.noted(), made)).bytes();
            Object again = new ValueReader(ByteBuffer.wrap(bytes), trees).read();
            if (Arrays.equals(ValueWriter.shared().write(again).bytes(), bytes)) {
                files.orElseThrow().keep(key, bytes);
            } else {
                LOG.debug("not kept, since it is read as another value");
            }
        } catch (NotKeptException | StackOverflowError e) {
            LOG.debug("not kept", e);
        }
    }

    /** Parses a script once, when the first of its queries is asked for. */
    private static final class Trees implements IntFunction<Supplier<?>> {
        private final Script script;
        private final Function<Script, List<Statement>> parser;
        private List<ParsedQuery> queries = List.of();

        Trees(Script script, Function<Script, List<Statement>> parser) {
            this.script = script;
            this.parser = parser;
        }

        @Override
        public Supplier<?> apply(int number) {
            return () -> query(number).tree();
        }

        private synchronized ParsedQuery query(int number) {
            if (queries.isEmpty()) {
                ValueWriter writer = ValueWriter.shared();
                try {
                    writer.write(new Kept(List.of(), parser.apply(script)));
                } catch (NotKeptException e) {
                    throw new IllegalStateException("these statements were kept", e);
                }
                queries = writer.queries();
            }
            return queries.get(number);
        }
    }
}
