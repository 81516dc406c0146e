package io.sluice.runtime.codegen;

import io.sluice.planner.plan.DataType;
import java.util.ArrayList;
import java.util.List;

/**
 * The fields of a generated class that hold the arrays of a column that is read: {@code c3l} are the longs of column 3,
 * and so on. Methods copy them to local variables of the same names.
 */
final class ColumnFields {
    private ColumnFields() {}

    private record Field(String suffix, String type, String member) {}

    private static List<Field> of(DataType type) {
        List<Field> fields = new ArrayList<>();
        if (type.nullable()) {
            fields.add(new Field("x", "boolean", "hasNulls"));
            fields.add(new Field("z", "boolean[]", "nulls"));
        }
        if (type.kind().isFloating()) {
            fields.add(new Field("d", "double[]", "doubles"));
            return fields;
        }
        if (type.kind().isNested()) {
            fields.add(new Field("v", "ColumnVector", ""));
        }
        if (type.kind().isSlice()) {
            fields.add(new Field("b", "byte[]", "bytes"));
            fields.add(new Field("s", "int[]", "starts"));
            fields.add(new Field("n", "int[]", "lengths"));
            fields.add(new Field("i", "int[]", "ids"));
            fields.add(new Field("g", "int", "dictionarySize"));
            fields.add(new Field("t", "LastingTexts", "lasting"));
            fields.add(new Field("e", "int[]", "dictionaryStarts"));
            fields.add(new Field("f", "int[]", "dictionaryLengths"));
        } else {
            fields.add(new Field("l", "long[]", "longs"));
        }
        if (type.isWide()) {
            fields.add(new Field("h", "long[]", "highs"));
        }
        return fields;
    }

    /** Declares the fields, and sets them at the start of {@code process} from the array {@code columns}. */
    static void bind(int index, DataType type, ClassText owner, MethodText process) {
        process.line("ColumnVector c%d = columns[%d];".formatted(index, index));
        for (Field field : of(type)) {
            String name = "c" + index + field.suffix;
            String initial = field.type.equals("boolean") ? "false" : field.type.equals("int") ? "0" : "null";
            owner.namedField(field.type, name, initial);
            String member = field.member.isEmpty() ? "" : "." + field.member;
            process.line("this.%s = c%d%s;".formatted(name, index, member));
        }
    }

    static void hoist(int index, DataType type, StringBuilder text) {
        for (Field field : of(type)) {
            String name = "c" + index + field.suffix;
            text.append("        final ")
                    .append(field.type)
                    .append(' ')
                    .append(name)
                    .append(" = this.")
                    .append(name)
                    .append(";\n");
        }
    }

    /** Runs the statements that want another dictionary when there is one; empty if there are none. */
    static String watchDictionary(int index, ClassText owner) {
        CharSequence statements = owner.dictionaryStarts().get(index);
        if (statements == null) {
            return "";
        }
        String version = "c" + index + "version";
        String reader = "c" + index + "reader";
        String size = "c" + index + "size";
        owner.namedField("long", version, "0L");
        owner.namedField("long", reader, "-1L");
        owner.namedField("int", size, "0");
        return """
                        if (%1$s.dictionarySize > 0 && (%2$s != opened || %3$s != %1$s.dictionaryVersion || %4$s != %1$s.dictionarySize)) {
                            int size = %1$s.dictionarySize; %2$s = opened; %3$s = %1$s.dictionaryVersion; %4$s = size;
                           %5$s
                        }
                """
                .formatted("c" + index, reader, version, size, statements);
    }
}
