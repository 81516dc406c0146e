package io.sluice.runtime.codegen;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.ref.WeakReference;
import org.junit.jupiter.api.Test;

/** Generated classes are shared by their text, and go when they are neither used nor among the last used. */
class GeneratedClassesTest {
    private static final int COLLECTIONS = 100;

    private static String text(String constant) {
        return "package %s; public final class %s { public String toString() { return \"%s\"; } }"
                .formatted(GeneratedClasses.PACKAGE, GeneratedClasses.NAME, constant);
    }

    @Test
    void equalTextsHaveOneClassAndOthersTheirOwn() {
        Class<?> first = GeneratedClasses.compile(text("shared")).type();
        assertThat(GeneratedClasses.compile(text("shared")).type()).isSameAs(first);
        Class<?> other = GeneratedClasses.compile(text("another")).type();
        assertThat(other).isNotSameAs(first);
        assertThat(other.getName()).isEqualTo(first.getName());
        assertThat(other.getClassLoader()).isNotSameAs(first.getClassLoader());
    }

    @Test
    void classThatNobodyUsesIsUnloaded() throws ReflectiveOperationException {
        Object used = newInstance("used");
        WeakReference<ClassLoader> kept = new WeakReference<>(used.getClass().getClassLoader());
        WeakReference<ClassLoader> unused =
                new WeakReference<>(newInstance("unused").getClass().getClassLoader());
        for (int i = 0; i <= GeneratedClasses.KEPT; i++) {
            GeneratedClasses.compile(text("filler " + i));
        }
        for (int i = 0; i < COLLECTIONS && unused.get() != null; i++) {
            System.gc();
        }
        assertThat(unused.get()).isNull();
        assertThat(kept.get()).isNotNull();
        assertThat(used).hasToString("used");
    }

    private static Object newInstance(String constant) throws ReflectiveOperationException {
        return GeneratedClasses.compile(text(constant))
                .type()
                .getDeclaredConstructor()
                .newInstance();
    }
}
