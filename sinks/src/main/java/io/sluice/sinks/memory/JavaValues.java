package io.sluice.sinks.memory;

import io.sluice.sinks.RowKind;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.vector.DateDayVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.TimeStampVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.VectorSchemaRoot;

/** The Java values of a row of vectors. */
final class JavaValues {
    private JavaValues() {}

    static Row row(VectorSchemaRoot rows, int row, RowKind kind) {
        List<Object> values = new ArrayList<>();
        for (FieldVector column : rows.getFieldVectors()) {
            values.add(value(column, row));
        }
        return new Row(kind, values);
    }

    /** Null for NULL. */
    private static Object value(FieldVector column, int row) {
        if (column.isNull(row)) {
            return null;
        }
        return switch (column.getMinorType()) {
            case VARCHAR -> new String(((VarCharVector) column).get(row), StandardCharsets.UTF_8);
            case DATEDAY -> LocalDate.ofEpochDay(((DateDayVector) column).get(row));
            case TIMESTAMPMICRO -> LocalDateTime.ofInstant(
                    instant(((TimeStampVector) column).get(row)), ZoneOffset.UTC);
            case TIMESTAMPMICROTZ -> instant(((TimeStampVector) column).get(row));
            default -> column.getObject(row);
        };
    }

    private static Instant instant(long micros) {
        return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
    }
}
