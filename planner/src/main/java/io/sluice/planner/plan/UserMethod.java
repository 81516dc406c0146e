package io.sluice.planner.plan;

import static java.util.Objects.requireNonNull;

import java.lang.reflect.Method;

/**
 * A method of a class that a user has written, which an expression calls on an instance.
 *
 * @param function its name in SQL
 * @param method public, of a public class with a public constructor without parameters
 * @param deterministic equal arguments give equal results
 * @param collects it returns nothing and gives rows one by one; together they are an ARRAY
 */
public record UserMethod(String function, Method method, boolean deterministic, boolean collects) {
    public UserMethod {
        requireNonNull(function, "function");
        requireNonNull(method, "method");
    }

    /** The class of the instance. */
    public Class<?> type() {
        return method.getDeclaringClass();
    }

    /** How it is known in a plan that is stored: with its class, so that another one is another function. */
    public String qualifiedName() {
        return "%s[%s]".formatted(function, type().getName());
    }
}
