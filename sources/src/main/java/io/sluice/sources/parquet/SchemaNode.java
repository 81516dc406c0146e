package io.sluice.sources.parquet;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.parquet.format.ConvertedType;
import org.apache.parquet.format.FieldRepetitionType;
import org.apache.parquet.format.SchemaElement;

/**
 * A node of a file's tree of columns.
 *
 * @param definition the definition level from which on it is there
 * @param repetition how many nodes from the root to it, itself included, are repeated
 * @param firstLeaf position of the first column of values in it, among the chunks of a row group
 */
record SchemaNode(SchemaElement element, List<SchemaNode> children, int definition, int repetition, int firstLeaf) {
    SchemaNode {
        requireNonNull(element, "element");
        children = List.copyOf(children);
    }

    String name() {
        return element.getName();
    }

    boolean isLeaf() {
        return element.isSetType();
    }

    boolean isRepeated() {
        return element.getRepetition_type() == FieldRepetitionType.REPEATED;
    }

    FileColumn column() {
        return FileColumn.of(element, firstLeaf, definition, repetition);
    }

    Optional<SchemaNode> child(String name) {
        return children.stream().filter(child -> child.name().equals(name)).findFirst();
    }

    private boolean isAnnotated(ConvertedType... converted) {
        if (element.isSetLogicalType()) {
            return converted[0] == ConvertedType.LIST
                    ? element.getLogicalType().isSetLIST()
                    : element.getLogicalType().isSetMAP();
        }
        return element.isSetConverted_type() && List.of(converted).contains(element.getConverted_type());
    }

    boolean isList() {
        return !isLeaf() && !isRepeated() && isAnnotated(ConvertedType.LIST) && hasOneRepeatedChild();
    }

    boolean isMap() {
        return !isLeaf()
                && !isRepeated()
                && isAnnotated(ConvertedType.MAP, ConvertedType.MAP_KEY_VALUE)
                && hasOneRepeatedChild()
                && children.get(0).children().size() == 2;
    }

    private boolean hasOneRepeatedChild() {
        return children.size() == 1 && children.get(0).isRepeated();
    }

    /**
     * The element of a list, given its repeated child. Today's lists have a repeated group around the element; the older
     * ones repeat the element itself, which shows in a value, in several fields, or in the name of the group.
     */
    SchemaNode listElement() {
        SchemaNode repeated = children.get(0);
        boolean isElement = repeated.isLeaf()
                || repeated.children().size() != 1
                || repeated.children().get(0).isRepeated()
                || repeated.name().equals("array")
                || repeated.name().equals(name() + "_tuple");
        return isElement ? repeated : repeated.children().get(0);
    }

    /** As SQL writes it, for messages. */
    String typeName() {
        if (isRepeated()) {
            return "ARRAY<%s>".formatted(elementTypeName());
        }
        if (isList()) {
            return "ARRAY<%s>".formatted(listElement().elementTypeName());
        }
        if (isMap()) {
            SchemaNode entry = children.get(0);
            return "MAP<%s, %s>"
                    .formatted(
                            entry.children().get(0).typeName(),
                            entry.children().get(1).typeName());
        }
        return elementTypeName();
    }

    private String elementTypeName() {
        if (isLeaf()) {
            return column().typeName();
        }
        if (!isRepeated() && (isList() || isMap())) {
            return typeName();
        }
        return children.stream()
                .map(child -> child.name() + " " + child.typeName())
                .collect(Collectors.joining(", ", "ROW<", ">"));
    }
}
