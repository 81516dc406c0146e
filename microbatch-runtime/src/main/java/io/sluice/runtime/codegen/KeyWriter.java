package io.sluice.runtime.codegen;

import io.sluice.runtime.state.GroupLayout;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** Writes the words of a group's key and their hash into variables of the loop; the hash is that of the layout. */
final class KeyWriter {
    private final List<RowColumn> keys;
    private final GroupLayout layout;
    private final ExpressionCompiler expressions;
    private final TreeMap<Integer, String> words = new TreeMap<>();
    private final Map<Integer, String> hashed = new TreeMap<>();
    private final List<String> nulls = new ArrayList<>();
    private final StringBuilder nullMask = new StringBuilder();

    KeyWriter(List<RowColumn> keys, GroupLayout layout, ExpressionCompiler expressions) {
        this.keys = keys;
        this.layout = layout;
        this.expressions = expressions;
    }

    /** By position in the record, the variable with the word; once written. */
    SortedMap<Integer, String> words() {
        return words;
    }

    /** Writes the words without their hash; NULL keys are the caller's to test. */
    void writeWords(MethodText loop) {
        for (int i = 0; i < keys.size(); i++) {
            writeKey(i, loop);
        }
    }

    /** A Java condition for some key being NULL; empty: none ever is. */
    Optional<String> isNull() {
        return nulls.isEmpty() ? Optional.empty() : Optional.of(String.join(" || ", nulls));
    }

    /** What is hashed, in order. */
    Collection<String> hashed() {
        return hashed.values();
    }

    void write(MethodText loop) {
        writeWords(loop);
        if (layout.maskWord() >= 0) {
            String mask = loop.declare(JavaType.LONG, "k", nullMask.isEmpty() ? "0L" : nullMask.toString());
            words.put(layout.maskWord(), mask);
            hashed.put(layout.maskWord(), mask);
        }
        loop.line("long hash = KeyHash.SEED;");
        hashed.values().forEach(word -> loop.line("hash = KeyHash.combine(hash, %s);".formatted(word)));
        if (layout.isPaned()) {
            words.put(0, "pane");
        }
    }

    private void writeKey(int key, MethodText loop) {
        RowColumn column = keys.get(key);
        int word = layout.keyWord(key);
        if (column.type().isWide()) {
            ColumnReads.WideWords wide = ColumnReads.wide(column, expressions, loop);
            noteNull(key, wide.isNull());
            put(word, wide.isNull(), wide.low(), loop);
            put(word + 1, wide.isNull(), wide.high(), loop);
            return;
        }
        if (JavaType.of(column.type()) == JavaType.TEXT) {
            writeText(key, column, loop);
            return;
        }
        Value value = expressions.column(column, loop);
        noteNull(key, value.isNull());
        String code =
                switch (value.javaType()) {
                    case BOOLEAN -> "(" + value.code() + " ? 1L : 0L)";
                    case DOUBLE -> "Double.doubleToLongBits(" + value.code() + " + 0.0)";
                    case LONG -> value.code();
                    case DECIMAL, TEXT -> throw new IllegalStateException("a key of one word of " + value.type());
                };
        put(word, value.isNull(), code, loop);
    }

    private void noteNull(int key, String isNull) {
        if (!isNull.equals("false")) {
            nulls.add("(" + isNull + ")");
            nullMask.append(nullMask.isEmpty() ? "" : " | ").append("(%s ? %dL : 0L)".formatted(isNull, 1L << key));
        }
    }

    private void put(int word, String isNull, String code, MethodText loop) {
        String variable = loop.declare(JavaType.LONG, "k", isNull.equals("false") ? code : isNull + " ? 0L : " + code);
        words.put(word, variable);
        hashed.put(word, variable);
    }

    /** A text that is read with a dictionary goes to the pool once for each entry. */
    private void writeText(int key, RowColumn column, MethodText loop) {
        int word = layout.keyWord(key);
        String id = loop.declare(JavaType.LONG, "k", "0L");
        String hash = loop.declare(JavaType.LONG, "k", "0L");
        words.put(word, id);
        hashed.put(word, hash);
        if (!(column instanceof RowColumn.Read read) || column.type().kind().isNested()) {
            Value value = expressions.column(column, loop);
            noteNull(key, value.isNull());
            String guard = value.neverNull() ? "" : "if (!" + value.isNull() + ") ";
            loop.line("%s{ %s = strings.intern(%s); %s = strings.hash((int) %s); }"
                    .formatted(guard, id, value.code(), hash, id));
            return;
        }
        int index = read.index();
        loop.read(index, read.type());
        String isNull =
                read.type().nullable() ? loop.declare(JavaType.BOOLEAN, "n", ColumnReads.isNull(index)) : "false";
        noteNull(key, isNull);
        ClassText owner = expressions.owner();
        String ids = owner.field("int[]", "d", "new int[0]");
        owner.atNewDictionary(index, ids + " = new int[size];");
        String guard = isNull.equals("false") ? "" : "if (!" + isNull + ") ";
        loop.line(guard + "{");
        loop.line("    if (c%dg > 0) {".formatted(index));
        loop.line("        int e = c%di[r]; int p = %s[e];".formatted(index, ids));
        loop.line("        if (p == 0) { p = strings.intern(c%1$db, c%1$de[e], c%1$df[e]) + 1; %2$s[e] = p; }"
                .formatted(index, ids));
        loop.line("        %s = p - 1;".formatted(id));
        loop.line("    } else %1$s = strings.intern(c%2$db, c%2$ds[r], c%2$dn[r]);".formatted(id, index));
        loop.line("    %s = strings.hash((int) %s);".formatted(hash, id));
        loop.line("}");
    }
}
