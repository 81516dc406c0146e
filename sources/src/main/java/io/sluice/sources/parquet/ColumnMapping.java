package io.sluice.sources.parquet;

import static java.util.Objects.requireNonNull;

import io.sluice.sources.SourceException;
import io.sluice.sources.column.ColumnType;
import io.sluice.sources.column.ColumnType.Kind;
import io.sluice.sources.format.DataFile;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** Finds the columns of a table in a file, by name, or says why it cannot. */
final class ColumnMapping {
    private final DataFile file;
    private final Footer footer;
    private final TimestampRules rules;
    private final boolean missingIsNull;

    ColumnMapping(DataFile file, Footer footer, TimestampRules rules, boolean missingIsNull) {
        this.file = requireNonNull(file, "file");
        this.footer = requireNonNull(footer, "footer");
        this.rules = requireNonNull(rules, "rules");
        this.missingIsNull = missingIsNull;
    }

    ColumnTree map(ColumnType column) {
        Optional<SchemaNode> stored = footer.column(column.name());
        return stored.isPresent()
                ? tree(stored.get(), column, column.name())
                : missing(column, column.name(), footer.columns());
    }

    /** A column of values outside of lists and rows, whose bounds can be compared; empty if it is another one. */
    Optional<MappedColumn> flat(ColumnType column) {
        return map(column) instanceof ColumnTree.Leaf leaf && leaf.isFlat()
                ? Optional.of(leaf.column())
                : Optional.empty();
    }

    private ColumnTree tree(SchemaNode node, ColumnType type, String path) {
        if (node.isRepeated() && type.kind() == Kind.ARRAY) {
            ColumnTree element = element(node, type.children().get(0), path + ".element");
            return known(
                    new ColumnTree.Repeated(
                            type, node.definition() - 1, node.definition(), node.repetition(), List.of(element)),
                    node,
                    path);
        }
        if (node.isRepeated()) {
            throw mismatch(node, type, path);
        }
        return element(node, type, path);
    }

    /** What a node is apart from being repeated. */
    private ColumnTree element(SchemaNode node, ColumnType type, String path) {
        return switch (type.kind()) {
            case ARRAY -> array(node, type, path);
            case MAP -> map(node, type, path);
            case ROW -> row(node, type, path);
            default -> new ColumnTree.Leaf(leaf(node, type, path));
        };
    }

    private ColumnTree array(SchemaNode node, ColumnType type, String path) {
        if (!node.isList()) {
            throw mismatch(node, type, path);
        }
        SchemaNode repeated = node.children().get(0);
        SchemaNode element = node.listElement();
        ColumnType elementType = type.children().get(0);
        ColumnTree child = element == repeated
                ? element(repeated, elementType, path + ".element")
                : tree(element, elementType, path + ".element");
        return known(
                new ColumnTree.Repeated(
                        type, node.definition(), repeated.definition(), repeated.repetition(), List.of(child)),
                node,
                path);
    }

    private ColumnTree map(SchemaNode node, ColumnType type, String path) {
        if (!node.isMap()) {
            throw mismatch(node, type, path);
        }
        SchemaNode entry = node.children().get(0);
        List<ColumnTree> children = List.of(
                tree(entry.children().get(0), type.children().get(0), path + ".key"),
                tree(entry.children().get(1), type.children().get(1), path + ".value"));
        return known(
                new ColumnTree.Repeated(type, node.definition(), entry.definition(), entry.repetition(), children),
                node,
                path);
    }

    private ColumnTree row(SchemaNode node, ColumnType type, String path) {
        if (node.isLeaf() || node.isList() || node.isMap()) {
            throw mismatch(node, type, path);
        }
        List<ColumnTree> children = new ArrayList<>();
        for (ColumnType field : type.children()) {
            String fieldPath = path + "." + field.name();
            Optional<SchemaNode> stored = node.child(field.name());
            children.add(
                    stored.isPresent()
                            ? tree(stored.get(), field, fieldPath)
                            : missing(field, fieldPath, node.children()));
        }
        return known(new ColumnTree.Fields(type, node.definition(), children), node, path);
    }

    /** Where a nested value is and is not there can be seen in the values in it only. */
    private ColumnTree known(ColumnTree tree, SchemaNode node, String path) {
        if (tree.anyLeaf().isEmpty()) {
            throw file.failure(
                    "column \"%s\": expected a field of %s, got %s"
                            .formatted(path, tree.type().sqlType(), node.typeName()),
                    "Declare at least one of the fields that are in the file.");
        }
        return tree;
    }

    private MappedColumn leaf(SchemaNode node, ColumnType type, String path) {
        if (!node.isLeaf()) {
            throw mismatch(node, type, path);
        }
        FileColumn stored = node.column();
        Conversion conversion = Conversion.between(stored, type, rules).orElseThrow(() -> mismatch(node, type, path));
        if (type.kind() == Kind.INTERVAL_DAY_TIME && stored.meaning() == FileColumn.Meaning.SIGNED) {
            checkUnit(path);
        }
        return new MappedColumn(type, stored, conversion);
    }

    private void checkUnit(String path) {
        footer.columns().stream()
                .map(SchemaNode::name)
                .filter(name -> path.equals(name) || path.startsWith(name + "."))
                .flatMap(
                        name -> footer.arrowSchema().flatMap(schema -> ArrowDurations.otherUnit(schema, name)).stream())
                .findFirst()
                .ifPresent(unit -> {
                    throw file.failure(
                            "column \"%s\": expected durations in microseconds, got %ss"
                                    .formatted(path, unit.name().toLowerCase(Locale.ROOT)),
                            "Declare the column as BIGINT and compute the interval, as in v * INTERVAL '0.001' SECOND.");
                });
    }

    private SourceException mismatch(SchemaNode node, ColumnType type, String path) {
        return file.failure(
                "column \"%s\": expected %s, got %s".formatted(path, type.sqlType(), node.typeName()), hint(node));
    }

    private static String hint(SchemaNode node) {
        if (!node.isLeaf() || node.isRepeated()) {
            return "Declare the column as %s.".formatted(node.typeName());
        }
        FileColumn stored = node.column();
        return switch (stored.meaning()) {
            case INTERVAL -> "Declare the column as INTERVAL DAY TO SECOND or INTERVAL YEAR TO MONTH.";
            case OTHER -> "Values of this kind are not read; leave the column out of the table.";
            case UNSIGNED -> "Declare the column as a wider integer and CAST it in the query%s."
                    .formatted(stored.digits() == 64 ? ", or as DECIMAL(20, 0)" : "");
            default -> "Declare the column as %s and CAST it in the query.".formatted(stored.typeName());
        };
    }

    private ColumnTree missing(ColumnType column, String path, List<SchemaNode> siblings) {
        if (missingIsNull && column.nullable()) {
            return new ColumnTree.Missing(column);
        }
        String known =
                siblings.stream().map(stored -> "\"" + stored.name() + "\"").collect(Collectors.joining(", "));
        String hint = column.nullable()
                ? "Names are case-sensitive: declare the column by its name in the file, or set"
                        + " 'parquet.missing-column' = 'null'."
                : "Names are case-sensitive: declare the column by its name in the file; one that is missing in some"
                        + " files cannot be NOT NULL.";
        throw file.failure("expected a column \"%s\", got the columns %s".formatted(path, known), hint);
    }
}
