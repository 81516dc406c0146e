package io.sluice.planner.udf;

import static java.util.Objects.requireNonNull;

import io.sluice.planner.function.JavaValues;
import io.sluice.planner.plan.UserAggregate;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Makes the instances of a function, each opened. May be shared by threads.
 *
 * @param parameter what the constructor takes; empty: nothing
 */
public record UserInstance(String function, Class<?> type, Optional<String> parameter) implements Supplier<Object> {
    public UserInstance {
        requireNonNull(function, "function");
        requireNonNull(type, "type");
        requireNonNull(parameter, "parameter");
    }

    /** Of a class that a user has written. */
    public UserInstance(String function, Class<?> type) {
        this(function, type, Optional.empty());
    }

    /** Of an aggregate. */
    public UserInstance(UserAggregate aggregate) {
        this(aggregate.function(), aggregate.type(), aggregate.parameter());
    }

    @Override
    public Object get() {
        Object instance = of(function, type, parameter);
        call(instance, "open");
        return instance;
    }

    /** Closes an instance. */
    public void close(Object instance) {
        call(instance, "close");
    }

    private void call(Object instance, String name) {
        try {
            Method method = type.getMethod(name);
            method.invoke(instance);
        } catch (NoSuchMethodException e) {
            return;
        } catch (InvocationTargetException e) {
            throw JavaValues.failed(
                    function + ", in " + name + "(),", e.getCause() instanceof Exception cause ? cause : e);
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(e);
        }
    }

    static Object of(String function, Class<?> type) {
        return of(function, type, Optional.empty());
    }

    private static Object of(String function, Class<?> type, Optional<String> parameter) {
        if (!Modifier.isPublic(type.getModifiers()) || Modifier.isAbstract(type.getModifiers()) || isInner(type)) {
            throw UserFunction.failure(
                    "class \"%s\" of function %s cannot be used".formatted(type.getName(), function),
                    "It must be public and not abstract; within another class also static.");
        }
        try {
            return parameter.isEmpty()
                    ? type.getConstructor().newInstance()
                    : type.getConstructor(String.class).newInstance(parameter.get());
        } catch (NoSuchMethodException e) {
            throw UserFunction.failure(
                    "class \"%s\" of function %s has no public constructor without parameters"
                            .formatted(type.getName(), function),
                    "Add one; what it needs it can get in open().");
        } catch (InvocationTargetException e) {
            throw UserFunction.failure(
                    "an instance of class \"%s\" of function %s cannot be made: %s"
                            .formatted(type.getName(), function, e.getCause()),
                    "The constructor must not fail; do what may fail in open().");
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("class " + type.getName(), e);
        }
    }

    private static boolean isInner(Class<?> type) {
        Class<?> outer = type.getEnclosingClass();
        return outer != null && (!Modifier.isStatic(type.getModifiers()) || !Modifier.isPublic(outer.getModifiers()));
    }

    static boolean isDeterministic(Object instance) {
        try {
            Method method = instance.getClass().getMethod("isDeterministic");
            return !Boolean.FALSE.equals(method.invoke(instance));
        } catch (NoSuchMethodException e) {
            return true;
        } catch (ReflectiveOperationException e) {
            throw UserFunction.failure(
                    "isDeterministic() of class \"%s\" failed: %s"
                            .formatted(instance.getClass().getName(), e),
                    "It must give TRUE or FALSE for a new instance.");
        }
    }
}
