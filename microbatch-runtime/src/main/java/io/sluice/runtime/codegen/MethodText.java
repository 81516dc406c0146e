package io.sluice.runtime.codegen;

import io.sluice.planner.plan.DataType;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** A method of a generated class while it is written: statements in nested blocks, and what is known in each block. */
final class MethodText {
    private static final char MARK = '\u0001';

    private final ClassText owner;
    private final String name;
    private final String parameters;
    private final boolean isolated;
    private final StringBuilder body = new StringBuilder();
    private final Map<Integer, DataType> reads = new TreeMap<>();
    private final Deque<Map<RowColumn, Value>> blocks = new ArrayDeque<>();
    private final List<PublishedColumn> publications = new ArrayList<>();
    private final Map<Integer, Integer> watches = new HashMap<>();
    private int conditions;
    private int weight;
    private boolean loop;

    MethodText(ClassText owner, String name, String parameters, boolean isolated) {
        this.owner = owner;
        this.name = name;
        this.parameters = parameters;
        this.isolated = isolated;
        blocks.push(new IdentityHashMap<>());
    }

    ClassText owner() {
        return owner;
    }

    /** Nothing of what this method computes is used elsewhere: it stands apart from the loop. */
    boolean isIsolated() {
        return isolated;
    }

    /** This method is the loop over the rows. */
    void beLoop() {
        loop = true;
    }

    /** Whether the next statement is in the loop over the rows and under no condition. */
    boolean isForEachRow() {
        return loop && conditions == 0;
    }

    /** Here another row begins. */
    void markTick() {
        publications.add(null);
        body.append(MARK).append(publications.size() - 1).append(MARK);
    }

    int weight() {
        return weight;
    }

    void addWeight(int nodes) {
        weight += nodes;
    }

    void line(String statement) {
        body.append("        ").append(statement).append('\n');
    }

    /** Opens a block that runs under a condition. */
    void open(String head) {
        line(head + " {");
        blocks.push(new IdentityHashMap<>());
        conditions++;
    }

    void close() {
        conditions--;
        blocks.pop();
        line("}");
    }

    /** Opens a loop inside that of the rows; what it computes is computed for each of its turns. */
    void openLoop(String head) {
        line(head + " {");
        blocks.push(new IdentityHashMap<>());
    }

    void closeLoop() {
        blocks.pop();
        line("}");
    }

    Optional<Value> known(RowColumn column) {
        for (Map<RowColumn, Value> block : blocks) {
            Value value = block.get(column);
            if (value != null) {
                return Optional.of(value);
            }
        }
        return Optional.empty();
    }

    void know(RowColumn column, Value value) {
        blocks.peek().put(column, value);
    }

    /** The batch's column is read here. */
    void read(int index, DataType type) {
        reads.put(index, type);
        owner.read(index, type);
    }

    /** Declares a variable and returns its name. */
    String declare(JavaType type, String prefix, String value) {
        String variable = owner.name(prefix);
        line(type.text() + " " + variable + " = " + value + ";");
        return variable;
    }

    /** Here the value goes to the fields, should another method want it. */
    void markPublication(RowColumn column, Value value, Value fields) {
        publications.add(new PublishedColumn(column, value, fields));
        body.append(MARK).append(publications.size() - 1).append(MARK);
    }

    /** Here runs what wants to know that a column comes with another dictionary; what that is may be said later. */
    void watchDictionary(int index) {
        watches.put(publications.size(), index);
        markTick();
    }

    String render() {
        StringBuilder text = new StringBuilder();
        text.append("    ").append(name).append('(').append(parameters).append(") {\n");
        reads.forEach((index, type) -> ColumnFields.hoist(index, type, text));
        String[] parts = body.toString().split(String.valueOf(MARK), -1);
        for (int i = 0; i < parts.length; i++) {
            text.append(i % 2 == 0 ? parts[i] : statementsAt(Integer.parseInt(parts[i])));
        }
        return text.append("    }\n").toString();
    }

    private String statementsAt(int place) {
        PublishedColumn publication = publications.get(place);
        if (watches.containsKey(place)) {
            return ColumnFields.watchDictionary(watches.get(place), owner);
        }
        if (publication == null) {
            return owner.isTicking() ? "        tick++;\n" : "";
        }
        if (!owner.isPublished(publication.column)) {
            return "";
        }
        String value = "        %s = %s;\n".formatted(publication.fields.code(), publication.value.code());
        return publication.fields.neverNull()
                ? value
                : value + "        %s = %s;\n".formatted(publication.fields.isNull(), publication.value.isNull());
    }

    private record PublishedColumn(RowColumn column, Value value, Value fields) {}
}
