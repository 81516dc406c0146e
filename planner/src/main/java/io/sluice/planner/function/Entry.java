package io.sluice.planner.function;

import io.sluice.planner.function.ScalarFunction.Trait;
import io.sluice.planner.function.Signature.Example;
import io.sluice.planner.function.Signature.Repetition;
import io.sluice.planner.plan.TypeKind;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/** An entry of the register while it is written down; {@link #all} makes the functions of a subject from its entries. */
final class Entry {
    private final String name;
    private final String method;
    private final List<Parameter> parameters = new ArrayList<>();
    private final List<Consumer<List<Argument>>> checks = new ArrayList<>();
    private final List<Example> examples = new ArrayList<>();
    private final List<UnaryOperator<ScalarFunction>> properties = new ArrayList<>();
    private boolean grammar;
    private String sqlName;
    private String form;
    private String description;
    private Repetition repetition = Repetition.NONE;
    private Optional<Conversion> conversion = Optional.empty();
    private ResultType result;

    /** The SQL name is what stands before the first slash. */
    private Entry(String name, String method) {
        this.name = name;
        this.method = method;
        this.sqlName = name.contains("/") ? name.substring(0, name.indexOf('/')) : name;
    }

    static Entry entry(String name, String method) {
        return new Entry(name, method);
    }

    static List<ScalarFunction> all(String subject, Class<?> owner, Entry... entries) {
        return all(subject, owner, Arrays.asList(entries));
    }

    static List<ScalarFunction> all(String subject, Class<?> owner, List<Entry> entries) {
        return entries.stream().map(entry -> entry.build(subject, owner)).toList();
    }

    Entry takes(Parameter... values) {
        parameters.addAll(List.of(values));
        return this;
    }

    Entry gives(ResultType type) {
        result = type;
        return this;
    }

    Entry gives(TypeKind kind) {
        return gives(ResultType.of(kind));
    }

    /** How it is written, and what it gives. */
    Entry says(String newForm, String newDescription) {
        form = newForm;
        description = newDescription;
        return this;
    }

    Entry shows(String call, String value) {
        examples.add(new Example(call, value));
        return this;
    }

    /** SQL has a grammar of its own for it; the planner asks for it by this name. */
    Entry grammar(String newSqlName) {
        grammar = true;
        sqlName = newSqlName;
        return this;
    }

    Entry repeated() {
        repetition = Repetition.REPEATED;
        return with(Trait.VARIADIC);
    }

    /** A function of two, called for any number of arguments of one type. */
    Entry nested() {
        repetition = Repetition.NESTED;
        return unified();
    }

    /** The arguments are cast to their common type. */
    Entry unified() {
        return converts(Conversion::unified);
    }

    /** The types that arguments are passed as follow from all of them. */
    Entry converts(Conversion value) {
        conversion = Optional.of(value);
        return this;
    }

    /** The method is told the type of its first argument. */
    Entry typed() {
        return with(Trait.TYPED);
    }

    /** The method writes an encoded value. */
    Entry encoded() {
        return with(Trait.ENCODED);
    }

    Entry context() {
        return with(Trait.USES_CONTEXT);
    }

    Entry nullable() {
        return with(Trait.MAY_BE_NULL);
    }

    Entry seesNulls() {
        return with(Trait.SEES_NULLS);
    }

    Entry monotone() {
        return with(Trait.MONOTONE);
    }

    Entry notDeterministic() {
        return with(Trait.NOT_DETERMINISTIC);
    }

    /** The method takes what {@code type} makes of the text; a constant that it refuses is refused by the planner. */
    Entry prepares(int argument, Class<?> type) {
        return with(function -> function.withPrepared(argument, type));
    }

    /** The planner refuses a constant that this refuses. */
    Entry checks(int argument, Consumer<String> check) {
        return checks(arguments -> {
            if (argument < arguments.size()) {
                arguments.get(argument).literal().ifPresent(value -> check.accept((String) value));
            }
        });
    }

    Entry checks(Consumer<List<Argument>> check) {
        checks.add(check);
        return this;
    }

    private Entry with(Trait trait) {
        return with(function -> function.with(trait));
    }

    private Entry with(UnaryOperator<ScalarFunction> property) {
        properties.add(property);
        return this;
    }

    private ScalarFunction build(String subject, Class<?> owner) {
        Signature signature = new Signature(
                sqlName,
                grammar,
                form,
                parameters,
                repetition,
                conversion,
                result,
                checks,
                subject,
                description,
                examples);
        ScalarFunction function = ScalarFunction.of(name, owner, method).withSignature(signature);
        for (UnaryOperator<ScalarFunction> property : properties) {
            function = property.apply(function);
        }
        return function;
    }
}
