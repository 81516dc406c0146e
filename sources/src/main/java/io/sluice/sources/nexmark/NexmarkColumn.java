package io.sluice.sources.nexmark;

import io.sluice.sources.SourceException;
import io.sluice.sources.column.ColumnType;
import io.sluice.sources.column.ColumnType.Kind;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A column of a table: the kind of each event, or the event itself where it is of one kind.
 *
 * @param type as it is declared
 * @param event the kind of the events that it has; empty for the column of kinds
 * @param fields those of the row that are declared, in the order of the declaration
 */
record NexmarkColumn(ColumnType type, Optional<Integer> event, List<Field> fields) {
    private static final String KINDS = "event_type";
    private static final List<String> ROWS = List.of("person", "auction", "bid");

    NexmarkColumn {
        fields = List.copyOf(fields);
    }

    static List<NexmarkColumn> of(String table, List<ColumnType> columns, NexmarkModel model, EventTexts texts) {
        Map<String, List<Field>> rows =
                Map.of("person", people(model, texts), "auction", auctions(model, texts), "bid", bids(model, texts));
        return columns.stream().map(column -> of(table, column, rows)).toList();
    }

    private static NexmarkColumn of(String table, ColumnType column, Map<String, List<Field>> rows) {
        if (column.name().equals(KINDS) && column.kind() == Kind.INT) {
            return new NexmarkColumn(column, Optional.empty(), List.of());
        }
        if (!rows.containsKey(column.name()) || column.kind() != Kind.ROW || !column.nullable()) {
            throw new SourceException(
                    "cannot read nexmark table \"%s\": expected columns of %s, got %s %s%s"
                            .formatted(
                                    table,
                                    "event_type INT, person ROW<…>, auction ROW<…>, bid ROW<…>",
                                    column.name(),
                                    column.sqlType(),
                                    column.nullable() ? "" : " NOT NULL"),
                    "Leave the column out, or compute it: name AS expression.");
        }
        List<Field> known = rows.get(column.name());
        List<Field> fields = column.children().stream()
                .map(child -> field(table, column.name(), child, known))
                .toList();
        return new NexmarkColumn(column, Optional.of(ROWS.indexOf(column.name())), fields);
    }

    private static Field field(String table, String row, ColumnType declared, List<Field> known) {
        return known.stream()
                .filter(field -> field.name().equals(declared.name()) && fits(field.kind(), declared))
                .findFirst()
                .orElseThrow(() -> new SourceException(
                        "cannot read column \"%s\" of nexmark table \"%s\": expected fields of %s, got %s %s"
                                .formatted(
                                        row,
                                        table,
                                        known.stream()
                                                .map(field -> field.name() + " " + field.type())
                                                .collect(Collectors.joining(", ")),
                                        declared.name(),
                                        declared.sqlType()),
                        "Correct the field, or leave it out."));
    }

    private static boolean fits(Kind kind, ColumnType declared) {
        return kind == declared.kind()
                && (kind != Kind.STRING || declared.precision() == ColumnType.UNBOUNDED)
                && (kind != Kind.TIMESTAMP || declared.precision() >= 3);
    }

    private static List<Field> people(NexmarkModel model, EventTexts texts) {
        return List.of(
                Field.number("id", model::person),
                Field.text("name", texts.names()),
                Field.text("emailAddress", texts.emails()),
                Field.text("creditCard", texts.cards()),
                Field.text("city", texts.cities()),
                Field.text("state", texts.states()),
                Field.time("dateTime", model::time),
                Field.text("extra", texts.personExtras()));
    }

    private static List<Field> auctions(NexmarkModel model, EventTexts texts) {
        return List.of(
                Field.number("id", model::auction),
                Field.text("itemName", texts.items()),
                Field.text("description", texts.descriptions()),
                Field.number("initialBid", model::initialBid),
                Field.number("reserve", model::reserve),
                Field.time("dateTime", model::time),
                Field.time("expires", model::expires),
                Field.number("seller", model::seller),
                Field.number("category", model::category),
                Field.text("extra", texts.auctionExtras()));
    }

    private static List<Field> bids(NexmarkModel model, EventTexts texts) {
        return List.of(
                Field.number("auction", model::auctionOfBid),
                Field.number("bidder", model::bidder),
                Field.number("price", model::price),
                Field.text("channel", texts.channels()),
                Field.text("url", texts.urls()),
                Field.time("dateTime", model::time),
                Field.text("extra", texts.bidExtras()));
    }
}
