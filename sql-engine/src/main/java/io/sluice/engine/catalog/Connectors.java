package io.sluice.engine.catalog;

import static java.util.Objects.requireNonNull;

import io.sluice.engine.catalog.Binding.Readable;
import io.sluice.engine.catalog.Binding.Writable;
import io.sluice.planner.Nearest;
import io.sluice.planner.TableDefinition;
import io.sluice.planner.TableDefinition.ColumnDefinition;
import io.sluice.planner.TableDefinition.TableOption;
import io.sluice.planner.WatermarkOptions;
import io.sluice.planner.plan.DataType;
import io.sluice.planner.plan.PlanNode;
import io.sluice.planner.plan.TypeKind;
import io.sluice.sinks.BuiltInSinks;
import io.sluice.sinks.SinkFactory;
import io.sluice.sources.BuiltInSources;
import io.sluice.sources.SourceFactory;
import io.sluice.sources.datagen.DatagenSourceFactory;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.arrow.vector.types.pojo.Field;

/** The connectors that a session knows, by the value of {@code 'connector'}; those of the class path once another name is asked for. */
public final class Connectors {
    private final Map<String, SourceFactory<?>> sources = new TreeMap<>();
    private final Map<String, SinkFactory<?>> sinks = new TreeMap<>();
    private boolean hasServices;

    public Connectors(List<? extends SourceFactory<?>> sources, List<? extends SinkFactory<?>> sinks) {
        sources.forEach(factory -> this.sources.put(factory.connector(), factory));
        sinks.forEach(factory -> this.sinks.put(factory.connector(), factory));
    }

    /** Binds the options of a table; relative paths in them start at {@code base}. */
    public CatalogTable bind(TableDefinition table, Path base) {
        requireNonNull(base, "base");
        Map<String, String> options = table.options().stream()
                .collect(Collectors.toMap(
                        TableOption::name, TableOption::value, (first, second) -> second, TreeMap::new));
        String connector = connector(table.name(), options);
        OptionBinder binder = new OptionBinder(table.name(), base);
        WatermarkOptions watermark = WatermarkBinding.take(table, options, binder);
        Optional<SourceFactory<?>> source = Optional.ofNullable(sources.get(connector));
        Optional<SinkFactory<?>> sink = Optional.ofNullable(sinks.get(connector));
        Optional<Class<? extends Record>> read = source.map(SourceFactory::optionsType);
        Optional<Class<? extends Record>> written = sink.map(SinkFactory::optionsType);
        Optional<Readable<?>> readable =
                source.map(factory -> readable(factory, OptionBinder.without(options, read, written), binder));
        Optional<Writable<?>> writable =
                sink.map(factory -> writable(factory, OptionBinder.without(options, written, read), binder));
        checkMetadata(table, connector, readable);
        checkPartitions(table, connector, readable, writable);
        return new CatalogTable(table, connector, readable, writable, watermark);
    }

    /** The table that every catalog has, see {@link PlanNode.Scan#ONE_ROW}. */
    public CatalogTable oneRow() {
        DatagenSourceFactory datagen = new DatagenSourceFactory();
        Map<String, String> options = Map.of("number-of-rows", "1");
        TableDefinition table = new TableDefinition(
                PlanNode.Scan.ONE_ROW,
                List.of(new ColumnDefinition.Physical("row", DataType.of(TypeKind.BIGINT, true))),
                List.of(),
                List.of(),
                Optional.empty(),
                List.of(),
                Optional.empty());
        OptionBinder binder = new OptionBinder(table.name(), Path.of(""));
        return new CatalogTable(
                table,
                datagen.connector(),
                Optional.of(readable(datagen, options, binder)),
                Optional.empty(),
                WatermarkBinding.take(table, new TreeMap<>(), binder));
    }

    private String connector(String table, Map<String, String> options) {
        String connector = options.get("connector");
        if (connector == null || !known().contains(connector)) {
            addServices();
        }
        TreeSet<String> known = known();
        String list = "The connectors are '%s'.".formatted(String.join("', '", known));
        if (connector == null) {
            throw new OptionException("", "table \"%s\": option 'connector' is required".formatted(table), list);
        }
        if (!known.contains(connector)) {
            List<String> nearest = Nearest.of(connector, List.copyOf(known));
            throw new OptionException(
                    "connector",
                    "table \"%s\": there is no connector '%s'".formatted(table, connector),
                    nearest.isEmpty() ? list : "Did you mean '%s'? %s".formatted(nearest.get(0), list));
        }
        return connector;
    }

    private TreeSet<String> known() {
        TreeSet<String> known = new TreeSet<>(sources.keySet());
        known.addAll(sinks.keySet());
        return known;
    }

    private void addServices() {
        if (hasServices) {
            return;
        }
        TreeSet<String> known = known();
        BuiltInSources.services().stream()
                .filter(factory -> !known.contains(factory.connector()))
                .forEach(factory -> sources.put(factory.connector(), factory));
        BuiltInSinks.services().stream()
                .filter(factory -> !known.contains(factory.connector()))
                .forEach(factory -> sinks.put(factory.connector(), factory));
        hasServices = true;
    }

    private static <O extends Record> Readable<O> readable(
            SourceFactory<O> factory, Map<String, String> options, OptionBinder binder) {
        return new Readable<>(factory, binder.bind(options, factory.optionsType()));
    }

    /** A table may be read and written: how it is read is nothing to the sink. */
    private static <O extends Record> Writable<O> writable(
            SinkFactory<O> factory, Map<String, String> options, OptionBinder binder) {
        Map<String, String> own = new TreeMap<>(options);
        own.keySet().removeIf(option -> option.startsWith("scan.") || option.equals("timestamp.format"));
        return new Writable<>(factory, binder.bind(own, factory.optionsType()));
    }

    private static void checkPartitions(
            TableDefinition table, String connector, Optional<Readable<?>> readable, Optional<Writable<?>> writable) {
        boolean taken = readable.map(Readable::takesPartitions).orElse(true)
                && writable.map(Writable::takesPartitions).orElse(true);
        if (!table.partitionKeys().isEmpty() && !taken) {
            throw new OptionException(
                    "",
                    "table \"%s\": connector '%s' has no partitions, got PARTITIONED BY (%s)"
                            .formatted(table.name(), connector, String.join(", ", table.partitionKeys())),
                    "Leave PARTITIONED BY out; tables of 'filesystem' have it.");
        }
    }

    private static void checkMetadata(TableDefinition table, String connector, Optional<Readable<?>> readable) {
        List<Field> offered = readable.map(Readable::metadataColumns).orElse(List.of());
        for (ColumnDefinition column : table.columns()) {
            if (column instanceof ColumnDefinition.Metadata metadata) {
                boolean known = offered.stream()
                        .anyMatch(field -> field.getName().equals(metadata.key())
                                && field.getType().equals(metadata.type().toArrow()));
                if (!known) {
                    throw new OptionException(
                            "",
                            "table \"%s\": connector '%s' has no metadata '%s' of type %s for column \"%s\""
                                    .formatted(table.name(), connector, metadata.key(), metadata.type(), column.name()),
                            offered.isEmpty()
                                    ? "It has no metadata."
                                    : "It has %s."
                                            .formatted(offered.stream()
                                                    .map(field -> "'" + field.getName() + "' " + field.getType())
                                                    .collect(Collectors.joining(", "))));
                }
            }
        }
    }
}
