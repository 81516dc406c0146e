package io.sluice.planner.kept;

import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;

/** The planner's classes by their names: no other class is written or made, whatever a file says. */
final class OwnClasses {
    private static final String PACKAGE = "io.sluice.planner.";
    private static final ClassLoader LOADER = OwnClasses.class.getClassLoader();

    private OwnClasses() {}

    static String name(Class<?> type) throws NotKeptException {
        if (!type.getName().startsWith(PACKAGE) || type.getClassLoader() != LOADER) {
            throw new NotKeptException("not a class of the planner: " + type);
        }
        return type.getName();
    }

    static Class<?> named(String name) throws NotKeptException {
        if (!name.startsWith(PACKAGE)) {
            throw new NotKeptException("not a class of the planner: " + name);
        }
        try {
            return Class.forName(name, false, LOADER);
        } catch (ClassNotFoundException e) {
            throw new NotKeptException("there is no class " + name, e);
        }
    }

    /** The constructor of a record that takes its components. */
    static Constructor<?> constructor(String name, int components) throws NotKeptException {
        Class<?> type = named(name);
        if (!type.isRecord() || type.getRecordComponents().length != components) {
            throw new NotKeptException("expected a record of %d components, got %s".formatted(components, type));
        }
        try {
            return type.getDeclaredConstructor(Arrays.stream(type.getRecordComponents())
                    .map(RecordComponent::getType)
                    .toArray(Class<?>[]::new));
        } catch (NoSuchMethodException e) {
            throw new NotKeptException("no constructor of " + type, e);
        }
    }

    static String signature(Method method) {
        return method.getName() + Arrays.toString(method.getParameterTypes());
    }

    static Method method(String type, String signature) throws NotKeptException {
        for (Method method : named(type).getDeclaredMethods()) {
            if (!method.isBridge() && signature(method).equals(signature)) {
                return method;
            }
        }
        throw new NotKeptException("%s has no method %s".formatted(type, signature));
    }
}
