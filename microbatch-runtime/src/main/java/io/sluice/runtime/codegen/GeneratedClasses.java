package io.sluice.runtime.codegen;

import java.io.IOException;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.codehaus.commons.compiler.CompileException;
import org.codehaus.janino.ClassLoaderIClassLoader;
import org.codehaus.janino.IClassLoader;
import org.codehaus.janino.Parser;
import org.codehaus.janino.Scanner;
import org.codehaus.janino.UnitCompiler;
import org.codehaus.janino.util.ClassFile;

/**
 * Compiles generated classes. A class is kept by its text, so that a query that is started again, or another that differs
 * in its constants only, does not compile; the {@value #KEPT} last used are kept. Each has a class loader of its own and
 * goes when nobody uses it.
 */
public final class GeneratedClasses {
    static final String PACKAGE = "io.sluice.runtime.generated";
    static final String NAME = "Loop";
    static final List<String> IMPORTS = List.of(
            "io.sluice.planner.function.Arithmetic",
            "io.sluice.planner.function.Casts",
            "io.sluice.planner.function.Decimals",
            "io.sluice.planner.function.JavaValues",
            "io.sluice.planner.function.NestedValues",
            "io.sluice.planner.function.RowException",
            "io.sluice.planner.function.Utf8",
            "io.sluice.runtime.batch.ColumnBatch",
            "io.sluice.runtime.batch.NestedColumns",
            "io.sluice.runtime.codegen.TextMemo",
            "io.sluice.runtime.state.GroupTable",
            "io.sluice.runtime.state.KeyHash",
            "io.sluice.runtime.state.CoMoments",
            "io.sluice.runtime.state.Moments",
            "io.sluice.runtime.state.StringPool",
            "io.sluice.runtime.state.SignedSum",
            "io.sluice.runtime.state.Wide",
            "io.sluice.sources.ColumnVector",
            "java.math.BigDecimal");

    /** HotSpot does not compile a method of more bytes. */
    public static final int LARGEST_METHOD = 8000;

    static final int KEPT = 1000;
    private static final Map<String, Compiled> CACHE = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Compiled> eldest) {
            return size() > KEPT;
        }
    };

    private GeneratedClasses() {}

    /** A class and the bytes of code of its largest method. */
    public record Compiled(Class<?> type, int largestMethod) {}

    static Compiled compile(String text) {
        synchronized (CACHE) {
            return CACHE.computeIfAbsent(text, GeneratedClasses::compileNew);
        }
    }

    /** Loads the compiler, for a query that is to be compiled soon. */
    public static void warmUp() {
        compile("package %s; public final class %s { public long add(long a, long b) { return a + b; } }"
                .formatted(PACKAGE, NAME));
    }

    /** Classes of users go with their class loader: nothing of them is kept. */
    static Compiled compile(String text, Optional<ClassLoader> loader) {
        return loader.isEmpty()
                ? compile(text)
                : compileNew(text, loader.get(), new ClassLoaderIClassLoader(loader.get()));
    }

    private static Compiled compileNew(String text) {
        return compileNew(text, GeneratedClasses.class.getClassLoader(), Known.CLASSES);
    }

    private static Compiled compileNew(String text, ClassLoader parent, IClassLoader known) {
        try {
            List<ClassFile> files = new ArrayList<>();
            Parser parser = new Parser(new Scanner(NAME, new StringReader(text)));
            new UnitCompiler(parser.parseAbstractCompilationUnit(), known).compileUnit(false, false, false, files);
            Loader loader = new Loader(parent);
            int largest = 0;
            for (ClassFile file : files) {
                byte[] bytes = file.toByteArray();
                loader.put(file.getThisClassName(), bytes);
                largest = Math.max(largest, MethodSizes.largest(bytes));
            }
            return new Compiled(loader.loadClass(PACKAGE + "." + NAME), largest);
        } catch (CompileException | IOException | ClassNotFoundException e) {
            throw new IllegalStateException("a generated class does not compile: " + e.getMessage() + "\n" + text, e);
        }
    }

    /** What the compiler knows of the classes that generated ones call; to find it out anew takes most of a compilation. */
    private static final class Known {
        static final IClassLoader CLASSES = new ClassLoaderIClassLoader(GeneratedClasses.class.getClassLoader());
    }

    /** The classes of one text. */
    private static final class Loader extends ClassLoader {
        private final Map<String, byte[]> classes = new HashMap<>();

        Loader(ClassLoader parent) {
            super(parent);
        }

        void put(String name, byte[] bytes) {
            classes.put(name, bytes);
        }

        @Override
        protected Class<?> findClass(String name) throws ClassNotFoundException {
            byte[] bytes = classes.get(name);
            if (bytes == null) {
                throw new ClassNotFoundException(name);
            }
            return defineClass(name, bytes, 0, bytes.length);
        }
    }
}
