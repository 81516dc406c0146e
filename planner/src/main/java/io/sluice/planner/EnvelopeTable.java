package io.sluice.planner;

import io.sluice.planner.TableResolver.Abilities;
import io.sluice.planner.plan.Column;
import io.sluice.planner.plan.DataType;
import io.sluice.planner.plan.Emission;
import io.sluice.planner.plan.TypeKind;
import java.util.List;
import java.util.Optional;

/** Whether a table can take rows in an envelope: late rows, or rows that could not be read. */
public final class EnvelopeTable {
    private EnvelopeTable() {}

    /** Why it cannot, and what to do; empty if it can. */
    public record Obstacle(String what, String hint) {}

    /** {@code rows} says what comes in the envelope, such as {@code late rows}. */
    public static Optional<Obstacle> obstacle(
            TableDefinition table, Abilities abilities, List<Column> envelope, String rows) {
        if (!abilities.writable()) {
            return Optional.of(new Obstacle(
                    "cannot be written: its connector '%s' only reads".formatted(abilities.connector()),
                    "Use a table of another connector, such as 'filesystem' or 'console'."));
        }
        if (!abilities.modes().contains(Emission.Mode.APPEND)) {
            return Optional.of(new Obstacle("does not take append", "Use another connector for it."));
        }
        List<Column> columns = table.connectorColumns().stream()
                .map(column -> new Column(column.name(), column.type()))
                .toList();
        boolean fits = columns.size() == envelope.size();
        for (int i = 0; fits && i < columns.size(); i++) {
            fits = takes(columns.get(i).type(), envelope.get(i).type());
        }
        return fits
                ? Optional.empty()
                : Optional.of(new Obstacle(
                        "has not the columns of %s: expected (%s), got (%s)"
                                .formatted(rows, described(envelope), described(columns)),
                        "Declare them in this order; their names are free."));
    }

    private static boolean takes(DataType to, DataType from) {
        return to.kind() == from.kind() && (to.kind() != TypeKind.STRING || to.precision() == DataType.UNBOUNDED);
    }

    private static String described(List<Column> columns) {
        return String.join(
                ", ",
                columns.stream()
                        .map(column -> column.name() + " " + column.type().withNullable(true))
                        .toList());
    }
}
