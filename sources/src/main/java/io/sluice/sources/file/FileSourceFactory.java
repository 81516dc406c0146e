package io.sluice.sources.file;

import static java.util.Objects.requireNonNull;

import io.sluice.sources.BadRowPolicy;
import io.sluice.sources.ReadLimit;
import io.sluice.sources.SourceException;
import io.sluice.sources.SourceFactory;
import io.sluice.sources.SourceTable;
import io.sluice.sources.column.ColumnType;
import io.sluice.sources.format.FileFormat;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.apache.arrow.vector.types.pojo.Field;

/** {@code 'connector' = 'filesystem'}. */
public final class FileSourceFactory implements SourceFactory<FileSourceOptions> {
    private final InstantSource clock;
    private final LookBudget budget;

    public FileSourceFactory() {
        this(InstantSource.system());
    }

    /** {@code clock} tells when a folder may be listed again. */
    public FileSourceFactory(InstantSource clock) {
        this(clock, LookBudget.DEFAULT);
    }

    FileSourceFactory(InstantSource clock, LookBudget budget) {
        this.clock = requireNonNull(clock, "clock");
        this.budget = requireNonNull(budget, "budget");
    }

    @Override
    public String connector() {
        return "filesystem";
    }

    @Override
    public Class<FileSourceOptions> optionsType() {
        return FileSourceOptions.class;
    }

    @Override
    public boolean isBounded(FileSourceOptions options) {
        return options.monitorInterval().isEmpty();
    }

    @Override
    public ReadLimit readLimit(FileSourceOptions options) {
        return options.readLimit();
    }

    @Override
    public BadRowPolicy badRows(FileSourceOptions options) {
        return options.badRows();
    }

    @Override
    public List<Field> metadataColumns(FileSourceOptions options) {
        return FileMetadata.fields();
    }

    @Override
    public boolean takesPartitions() {
        return true;
    }

    @Override
    public boolean reads(FileSourceOptions options, String place) {
        return options.paths().stream()
                .anyMatch(path -> PathPattern.reads(path, options.files().isRecursive(), Path.of(place)));
    }

    /** Parquet files know it; it is not worth reading others for it. */
    @Override
    public OptionalLong rows(SourceTable table, FileSourceOptions options) {
        if (!isBounded(options) || options.format() != FileSourceOptions.Format.PARQUET) {
            return OptionalLong.empty();
        }
        try (FileSource source = open(table, options)) {
            return OptionalLong.of(source.rows());
        }
    }

    @Override
    public FileSource open(SourceTable table, FileSourceOptions options) {
        List<ColumnType> columns = ColumnType.of(table);
        PartitionColumns partitions =
                new PartitionColumns(table, columns, options.files().partitionDefault());
        FileFormat format =
                RowFormats.of(options.format(), table, columns, options.rows(), options.isMissingColumnNull());
        FileColumns places = new FileColumns(metadata(table), partitions);
        return new FileSource(table.name(), options, format, places, clock, budget);
    }

    private static Map<Integer, FileMetadata> metadata(SourceTable table) {
        Map<Integer, FileMetadata> metadata = new HashMap<>();
        List<Field> fields = table.schema().getFields();
        for (int position = 0; position < fields.size(); position++) {
            String key = fields.get(position).getMetadata().get(SourceTable.METADATA_KEY);
            if (key != null) {
                metadata.put(position, FileMetadata.of(key).orElseThrow(() -> noMetadata(table, key)));
            }
        }
        return metadata;
    }

    private static SourceException noMetadata(SourceTable table, String key) {
        List<String> known = FileMetadata.fields().stream().map(Field::getName).toList();
        return new SourceException(
                "cannot read filesystem table \"%s\": there is no metadata '%s'".formatted(table.name(), key),
                "The metadata columns are '%s'.".formatted(String.join("', '", known)));
    }
}
