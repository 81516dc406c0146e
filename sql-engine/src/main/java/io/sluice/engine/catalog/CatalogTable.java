package io.sluice.engine.catalog;

import static java.util.Objects.requireNonNull;

import io.sluice.engine.catalog.Binding.Readable;
import io.sluice.engine.catalog.Binding.Writable;
import io.sluice.planner.TableDefinition;
import io.sluice.planner.TableDefinition.ColumnDefinition;
import io.sluice.planner.TableResolver.Abilities;
import io.sluice.planner.WatermarkOptions;
import io.sluice.planner.plan.Emission;
import io.sluice.sources.SourceException;
import io.sluice.sources.SourceTable;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.arrow.vector.types.pojo.Schema;

/** A table of the catalog: its definition and what its connector makes of the options. */
public record CatalogTable(
        TableDefinition definition,
        String connector,
        Optional<Readable<?>> readable,
        Optional<Writable<?>> writable,
        WatermarkOptions watermark) {
    public CatalogTable {
        requireNonNull(definition, "definition");
        requireNonNull(connector, "connector");
        requireNonNull(readable, "readable");
        requireNonNull(writable, "writable");
        requireNonNull(watermark, "watermark");
    }

    /** What the planner must know. */
    public Abilities abilities() {
        Set<Emission.Mode> modes = writable.map(sink -> sink.modes().stream()
                        .map(mode -> Emission.Mode.valueOf(mode.name()))
                        .collect(Collectors.toSet()))
                .orElse(Set.of());
        return new Abilities(
                connector,
                readable.isPresent(),
                readable.map(Readable::isBounded).orElse(false),
                writable.isPresent(),
                modes);
    }

    /** About how many rows it has, if it ends and that is known. What is wrong with it is told when a query starts. */
    OptionalLong rows() {
        if (readable.isEmpty() || !readable.get().isBounded()) {
            return OptionalLong.empty();
        }
        try {
            return readable.get()
                    .rows(new SourceTable(definition.name(), readSchema(), readPartitions(), ZoneOffset.UTC));
        } catch (SourceException e) {
            return OptionalLong.empty();
        }
    }

    /** The columns that the connector gives, those with metadata marked. */
    public Schema readSchema() {
        return new Schema(definition.connectorColumns().stream()
                .map(CatalogTable::readField)
                .toList());
    }

    private static Field readField(ColumnDefinition column) {
        Field field = column.type().toField(column.name());
        if (column instanceof ColumnDefinition.Metadata metadata) {
            Map<String, String> marked = new HashMap<>(field.getMetadata());
            marked.put(SourceTable.METADATA_KEY, metadata.key());
            FieldType type = field.getFieldType();
            return new Field(column.name(), new FieldType(type.isNullable(), type.getType(), null, marked), null);
        }
        return field;
    }

    /** The columns that the connector takes. */
    public List<ColumnDefinition> writtenColumns() {
        List<ColumnDefinition> written = new ArrayList<>();
        for (ColumnDefinition column : definition.connectorColumns()) {
            if (!(column instanceof ColumnDefinition.Metadata metadata && metadata.virtual())) {
                written.add(column);
            }
        }
        return written;
    }

    /** The columns that the connector takes, as a schema. */
    public Schema writeSchema() {
        return new Schema(writtenColumns().stream()
                .map(column -> column.type().toField(column.name()))
                .toList());
    }

    /** Positions of the primary key among the written columns. */
    public List<Integer> writeKey() {
        return places(definition.primaryKey(), writtenColumns());
    }

    /** Positions of the columns of PARTITIONED BY among the written columns. */
    public List<Integer> writePartitions() {
        return places(definition.partitionKeys(), writtenColumns());
    }

    /** Positions of the columns of PARTITIONED BY among those that the connector gives. */
    public List<Integer> readPartitions() {
        return places(definition.partitionKeys(), definition.connectorColumns());
    }

    private static List<Integer> places(List<String> wanted, List<ColumnDefinition> columns) {
        List<String> names = columns.stream().map(ColumnDefinition::name).toList();
        return wanted.stream().map(names::indexOf).toList();
    }
}
