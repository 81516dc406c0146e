package io.sluice.engine.catalog;

import io.sluice.planner.Nearest;
import io.sluice.planner.PlanException;
import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.jar.JarFile;

/**
 * The classes of the functions of a session: those of the process, and of the jars that CREATE FUNCTION … USING JAR has named so
 * far, in that order. All jars share one class loader, so a class is the same for all functions. Used by one thread.
 */
public final class FunctionClasses {
    private static final String FILE = "file:";

    private final Set<Path> jars = new LinkedHashSet<>();
    private final Loader loader = new Loader();

    private static final class Loader extends URLClassLoader {
        Loader() {
            super(new URL[0], parent());
        }

        /** What the thread sees, if it sees this engine: a program may have its own classes there. */
        private static ClassLoader parent() {
            ClassLoader ours = FunctionClasses.class.getClassLoader();
            ClassLoader context = Thread.currentThread().getContextClassLoader();
            try {
                boolean same =
                        context != null && context.loadClass(FunctionClasses.class.getName()) == FunctionClasses.class;
                return same ? context : ours;
            } catch (ClassNotFoundException e) {
                return ours;
            }
        }

        void add(Path jar) throws MalformedURLException {
            addURL(jar.toUri().toURL());
        }
    }

    /**
     * @param paths of jars, as they are written; relative ones are in {@code directory}
     * @throws PlanException without a place, if a jar or the class is not there
     */
    public Class<?> load(String function, String type, List<String> paths, Path directory) {
        for (String path : paths) {
            add(function, path, directory);
        }
        try {
            return Class.forName(type, true, loader);
        } catch (ClassNotFoundException e) {
            throw failure("class \"%s\" of function %s is not there".formatted(type, function), nearest(type));
        } catch (LinkageError e) {
            throw failure(
                    "class \"%s\" of function %s cannot be loaded: %s".formatted(type, function, e),
                    "Build it for this version of Java, and name the jars that it needs in USING JAR too.");
        }
    }

    private void add(String function, String path, Path directory) {
        Path jar = directory
                .resolve(path.startsWith(FILE) ? path.replaceFirst("^file:(//)?", "") : path)
                .normalize();
        if (!Files.isRegularFile(jar)) {
            throw failure(
                    "jar \"%s\" of function %s is not there".formatted(jar, function),
                    "Give its path, absolute or from the folder of the script.");
        }
        try {
            if (jars.add(jar)) {
                loader.add(jar);
            }
        } catch (MalformedURLException e) {
            throw failure("jar \"%s\" of function %s has no address: %s".formatted(jar, function, e), "Rename it.");
        }
    }

    /** A nested class is written with a dollar. */
    private String nearest(String type) {
        List<String> known = new ArrayList<>();
        for (Path jar : jars) {
            try (JarFile file = new JarFile(jar.toFile())) {
                file.stream()
                        .map(entry -> entry.getName())
                        .filter(name -> name.endsWith(".class"))
                        .forEach(name -> known.add(name.substring(0, name.length() - ".class".length())
                                .replace('/', '.')));
            } catch (IOException e) {
                return "Jar \"%s\" cannot be read: %s".formatted(jar, e.getMessage());
            }
        }
        String simple = type.substring(type.lastIndexOf('.') + 1);
        Optional<String> same = known.stream()
                .filter(name -> name.endsWith("." + simple) || name.endsWith("$" + simple))
                .findFirst();
        String near = same.or(() -> Nearest.of(type, known).stream().findFirst())
                .map("Did you mean \"%s\"? "::formatted)
                .orElse("");
        String where = jars.isEmpty()
                ? "Put its jar on the class path, or name it: USING JAR 'path'."
                : "Jars are %s."
                        .formatted(String.join(
                                ", ", jars.stream().map(Path::toString).toList()));
        return near + where;
    }

    private static PlanException failure(String message, String hint) {
        return new PlanException(message, hint, Optional.empty());
    }
}
