package io.sluice.runtime.codegen;

import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.codehaus.commons.compiler.CompileException;
import org.codehaus.janino.ClassLoaderIClassLoader;
import org.codehaus.janino.IClass;
import org.codehaus.janino.IClassLoader;
import org.codehaus.janino.Parser;
import org.codehaus.janino.Scanner;
import org.codehaus.janino.UnitCompiler;
import org.codehaus.janino.util.ClassFile;

/**
 * Compiles generated classes. A class is kept by its text, so that a query that is started again, or another that differs
 * in its constants only, does not compile; the {@value #KEPT} last used are kept, and, if {@value #DIRECTORY} names a
 * directory, their bytes for later processes. Each has a class loader of its own and goes when nobody uses it.
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
            "io.sluice.sources.LastingTexts",
            "java.math.BigDecimal");

    /** HotSpot does not compile a method of more bytes. */
    public static final int LARGEST_METHOD = 8000;

    /** The directory of what earlier processes of the same build have compiled; none: nothing is kept. */
    public static final String DIRECTORY = "sluice.generated-classes";

    static final int KEPT = 1000;
    private static final ClassLoader OWN = GeneratedClasses.class.getClassLoader();
    private static final Optional<CompiledFiles> ON_DISK =
            Optional.ofNullable(System.getProperty(DIRECTORY)).map(Path::of).map(CompiledFiles::new);
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

    /** Loads the compiler, for a query that is to be compiled soon; not where an earlier process has left its bytes. */
    public static void warmUp() {
        compile("package %s; public final class %s { public long add(long a, long b) { return a + b; } }"
                .formatted(PACKAGE, NAME));
    }

    /** Classes of users go with their class loader: nothing of them is kept. */
    static Compiled compile(String text, Optional<ClassLoader> loader) {
        return loader.isEmpty() ? compile(text) : define(bytes(text, new CalledClasses(loader.get())), loader.get());
    }

    private static Compiled compileNew(String text) {
        return define(ON_DISK.flatMap(files -> files.find(text)).orElseGet(() -> bytes(text)), OWN);
    }

    private static Map<String, byte[]> bytes(String text) {
        Map<String, byte[]> bytes = bytes(text, Known.CLASSES);
        ON_DISK.ifPresent(files -> files.keep(text, bytes));
        return bytes;
    }

    private static Map<String, byte[]> bytes(String text, IClassLoader known) {
        try {
            List<ClassFile> files = new ArrayList<>();
            Parser parser = new Parser(new Scanner(NAME, new StringReader(text)));
            new UnitCompiler(parser.parseAbstractCompilationUnit(), known).compileUnit(false, false, false, files);
            Map<String, byte[]> bytes = new LinkedHashMap<>();
            files.forEach(file -> bytes.put(file.getThisClassName(), file.toByteArray()));
            return bytes;
        } catch (CompileException | IOException e) {
            throw new IllegalStateException("a generated class does not compile: " + e.getMessage() + "\n" + text, e);
        }
    }

    private static Compiled define(Map<String, byte[]> bytes, ClassLoader parent) {
        int largest =
                bytes.values().stream().mapToInt(MethodSizes::largest).max().orElse(0);
        try {
            return new Compiled(new Loader(parent, bytes).loadClass(PACKAGE + "." + NAME), largest);
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException("a generated text has no class " + NAME, e);
        }
    }

    /** What the compiler knows of the classes that generated ones call; to find it out anew takes most of a compilation. */
    private static final class Known {
        static final IClassLoader CLASSES = new CalledClasses(OWN);
    }

    /** Of a simple name, the compiler asks for a class without a package and for a generated one, which no jar has. */
    private static final class CalledClasses extends ClassLoaderIClassLoader {
        private static final String GENERATED = "L" + PACKAGE.replace('.', '/') + "/";

        CalledClasses(ClassLoader loader) {
            super(loader);
        }

        @Override
        protected IClass findIClass(String descriptor) throws ClassNotFoundException {
            boolean isCalled = descriptor.indexOf('/') >= 0 && !descriptor.startsWith(GENERATED);
            return isCalled ? super.findIClass(descriptor) : null;
        }
    }

    /** The classes of one text. */
    private static final class Loader extends ClassLoader {
        private final Map<String, byte[]> classes;

        Loader(ClassLoader parent, Map<String, byte[]> classes) {
            super(parent);
            this.classes = Map.copyOf(classes);
        }

        /** The parent would look for a generated class in all jars. */
        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            if (!name.startsWith(PACKAGE)) {
                return super.loadClass(name, resolve);
            }
            synchronized (getClassLoadingLock(name)) {
                Class<?> loaded = findLoadedClass(name);
                return loaded == null ? findClass(name) : loaded;
            }
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
