package io.sluice.sources.parquet;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.channels.Channels;
import java.util.Base64;
import java.util.Optional;
import org.apache.arrow.vector.ipc.ReadChannel;
import org.apache.arrow.vector.ipc.message.MessageSerializer;
import org.apache.arrow.vector.types.TimeUnit;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;

/**
 * What pyarrow and Polars say of durations, which they store as plain numbers: the unit is in the schema of Arrow that they
 * keep in the footer, and there only.
 */
final class ArrowDurations {
    static final String KEY = "ARROW:schema";

    private ArrowDurations() {}

    /** A unit other than microseconds of a duration in the column, at any depth; empty also where the schema cannot be read. */
    static Optional<TimeUnit> otherUnit(String encoded, String column) {
        try {
            byte[] message = Base64.getDecoder().decode(encoded.strip());
            Schema schema = MessageSerializer.deserializeSchema(
                    new ReadChannel(Channels.newChannel(new ByteArrayInputStream(message))));
            return schema.getFields().stream()
                    .filter(field -> field.getName().equals(column))
                    .flatMap(field -> otherUnit(field).stream())
                    .findFirst();
        } catch (IOException | RuntimeException e) {
            return Optional.empty();
        }
    }

    private static Optional<TimeUnit> otherUnit(Field field) {
        if (field.getType() instanceof ArrowType.Duration duration) {
            return Optional.of(duration.getUnit()).filter(unit -> unit != TimeUnit.MICROSECOND);
        }
        return field.getChildren().stream()
                .flatMap(child -> otherUnit(child).stream())
                .findFirst();
    }
}
