package io.sluice.runtime.codegen;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.codehaus.commons.compiler.CompileException;
import org.codehaus.janino.SimpleCompiler;

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
            "io.sluice.planner.function.NestedValues",
            "io.sluice.planner.function.RowException",
            "io.sluice.planner.function.Utf8",
            "io.sluice.runtime.batch.ColumnBatch",
            "io.sluice.runtime.batch.NestedColumns",
            "io.sluice.runtime.state.GroupTable",
            "io.sluice.runtime.state.KeyHash",
            "io.sluice.runtime.state.Moments",
            "io.sluice.runtime.state.StringPool",
            "io.sluice.runtime.state.SignedSum",
            "io.sluice.runtime.state.Wide",
            "io.sluice.sources.ColumnVector",
            "java.math.BigDecimal");

    /** HotSpot does not compile a method of more bytes. */
    public static final int LARGEST_METHOD = 8000;

    private static final int KEPT = 200;
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

    private static Compiled compileNew(String text) {
        try {
            SimpleCompiler compiler = new SimpleCompiler();
            compiler.setParentClassLoader(GeneratedClasses.class.getClassLoader());
            compiler.cook(text);
            int largest = 0;
            for (byte[] bytes : compiler.getBytecodes().values()) {
                largest = Math.max(largest, MethodSizes.largest(bytes));
            }
            return new Compiled(compiler.getClassLoader().loadClass(PACKAGE + "." + NAME), largest);
        } catch (CompileException | ClassNotFoundException e) {
            throw new IllegalStateException("a generated class does not compile: " + e.getMessage() + "\n" + text, e);
        }
    }
}
