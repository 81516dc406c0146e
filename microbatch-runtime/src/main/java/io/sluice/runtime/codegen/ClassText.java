package io.sluice.runtime.codegen;

import io.sluice.planner.plan.DataType;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;

/**
 * The source of a generated class while it is written. What a user has typed never becomes source text: it goes into the
 * array of constants that an instance is made with, so queries that differ in it share a class.
 */
final class ClassText {
    /** Nodes of expressions that a method takes before others get methods of their own. */
    private final int budget;

    private final Map<String, String> fields = new LinkedHashMap<>();
    private final List<Supplier<Object>> constants = new ArrayList<>();
    private final Map<Object, String> constantFields = new LinkedHashMap<>();
    private final StringBuilder constructor = new StringBuilder();
    private final StringBuilder batchStart = new StringBuilder();
    private final List<MethodText> methods = new ArrayList<>();
    private final Map<Integer, DataType> reads = new TreeMap<>();
    private final Map<RowColumn, ColumnInFields> inFields = new IdentityHashMap<>();
    private final Map<RowColumn, Boolean> published = new IdentityHashMap<>();
    private final Map<Integer, StringBuilder> dictionaryStarts = new TreeMap<>();
    private Optional<ClassLoader> loader = Optional.empty();
    private int names;
    private boolean ticking;

    ClassText(int budget) {
        this.budget = budget;
    }

    int budget() {
        return budget;
    }

    String name(String prefix) {
        return prefix + names++;
    }

    /** Declares a field and returns its name. */
    String field(String type, String prefix, String initial) {
        String name = name(prefix);
        fields.put(name, type + " " + name + " = " + initial);
        return name;
    }

    void namedField(String type, String name, String initial) {
        fields.put(name, type + " " + name + " = " + initial);
    }

    /** A text buffer of the class's own. */
    String textField() {
        return field("final Utf8", "t", "new Utf8()");
    }

    /** A field that holds the value; equal values share one. */
    String constant(Class<?> type, Object value) {
        return constantFields.computeIfAbsent(List.of(type, value), key -> constant(type, () -> value));
    }

    /** A field that holds what the supplier gives to each instance. */
    String constant(Class<?> type, Supplier<Object> value) {
        String name = name("k");
        fields.put(name, "final " + type.getCanonicalName() + " " + name);
        constructor
                .append("        ")
                .append(name)
                .append(" = (")
                .append(type.getCanonicalName())
                .append(") constants[")
                .append(constants.size())
                .append("];\n");
        constants.add(value);
        return name;
    }

    /** The class is called by its name: the generated class must see it. */
    void useClass(Class<?> type) {
        if (type.getClassLoader() != GeneratedClasses.class.getClassLoader()) {
            loader = Optional.of(type.getClassLoader());
        }
    }

    /** Of the classes that are called by their names; empty: our own. */
    Optional<ClassLoader> loader() {
        return loader;
    }

    List<Supplier<Object>> constants() {
        return List.copyOf(constants);
    }

    /** A statement to be run when a batch starts. */
    void atBatchStart(String statement) {
        batchStart.append("        ").append(statement).append('\n');
    }

    /** The loop looks at the dictionary of a text. */
    void readDictionary(int index) {
        dictionaryStarts.computeIfAbsent(index, key -> new StringBuilder());
    }

    /** Statements to be run when a column comes with another dictionary, of {@code size} entries. */
    void atNewDictionary(int index, String statements) {
        readDictionary(index);
        dictionaryStarts.get(index).append(' ').append(statements);
    }

    /** By column, what to run at another dictionary. */
    Map<Integer, StringBuilder> dictionaryStarts() {
        return dictionaryStarts;
    }

    MethodText method(String name, String parameters, boolean isolated) {
        MethodText method = new MethodText(this, name, parameters, isolated);
        methods.add(method);
        return method;
    }

    /** The batch's column is read somewhere. */
    void read(int index, DataType type) {
        reads.put(index, type);
    }

    /** The columns that are read, in their order. */
    Map<Integer, DataType> reads() {
        return reads;
    }

    /** Columns of the row that are to be had in fields. */
    Map<RowColumn, ColumnInFields> inFields() {
        return inFields;
    }

    /**
     * A column of the row in fields.
     *
     * @param method to be called first, which computes it once for the row; empty: the loop has computed it
     */
    record ColumnInFields(Value value, Optional<String> method) {}

    /** Marks that another method wants a column that the loop has computed: it is to be kept in fields. */
    void publish(RowColumn column) {
        published.put(column, true);
    }

    boolean isPublished(RowColumn column) {
        return published.containsKey(column);
    }

    /** Some method asks whether the row is another one. */
    void needTick() {
        ticking = true;
    }

    boolean isTicking() {
        return ticking;
    }

    String text(String className, Class<?> parent) {
        StringBuilder text = new StringBuilder();
        text.append("package ").append(GeneratedClasses.PACKAGE).append(";\n");
        for (String each : GeneratedClasses.IMPORTS) {
            text.append("import ").append(each).append(";\n");
        }
        text.append("public final class ")
                .append(className)
                .append(" extends ")
                .append(parent.getCanonicalName())
                .append(" {\n");
        List<String> rendered = methods.stream().map(MethodText::render).toList();
        fields.values()
                .forEach(field -> text.append("    private ").append(field).append(";\n"));
        text.append("    public ")
                .append(className)
                .append("(Object[] constants) {\n")
                .append(constructor)
                .append("    }\n");
        text.append("    protected void startBatch() {\n").append(batchStart).append("    }\n");
        rendered.forEach(text::append);
        return text.append("}\n").toString();
    }
}
