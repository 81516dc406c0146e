package io.sluice.sinks.memory;

import io.sluice.sinks.RowKind;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.Period;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.arrow.vector.DateDayVector;
import org.apache.arrow.vector.DurationVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.IntervalYearVector;
import org.apache.arrow.vector.TimeMicroVector;
import org.apache.arrow.vector.TimeStampVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.complex.ListVector;
import org.apache.arrow.vector.complex.MapVector;
import org.apache.arrow.vector.complex.StructVector;

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
            case TIMEMICRO -> LocalTime.ofNanoOfDay(((TimeMicroVector) column).get(row) * 1_000L);
            case DURATION -> Duration.of(DurationVector.get(column.getDataBuffer(), row), ChronoUnit.MICROS);
            case INTERVALYEAR -> Period.ofMonths(((IntervalYearVector) column).get(row));
            case LIST -> list((ListVector) column, row);
            case MAP -> map((MapVector) column, row);
            case STRUCT -> struct((StructVector) column, row);
            case TIMESTAMPMICRO -> LocalDateTime.ofInstant(
                    instant(((TimeStampVector) column).get(row)), ZoneOffset.UTC);
            case TIMESTAMPMICROTZ -> instant(((TimeStampVector) column).get(row));
            default -> column.getObject(row);
        };
    }

    private static List<Object> list(ListVector column, int row) {
        List<Object> elements = new ArrayList<>();
        for (int i = column.getElementStartIndex(row); i < column.getElementEndIndex(row); i++) {
            elements.add(value(column.getDataVector(), i));
        }
        return Collections.unmodifiableList(elements);
    }

    private static Map<Object, Object> map(MapVector column, int row) {
        StructVector entries = (StructVector) column.getDataVector();
        Map<Object, Object> map = new LinkedHashMap<>();
        for (int i = column.getElementStartIndex(row); i < column.getElementEndIndex(row); i++) {
            map.put(
                    value((FieldVector) entries.getChildByOrdinal(0), i),
                    value((FieldVector) entries.getChildByOrdinal(1), i));
        }
        return Collections.unmodifiableMap(map);
    }

    private static Row struct(StructVector column, int row) {
        List<Object> fields = new ArrayList<>();
        column.getChildrenFromFields().forEach(child -> fields.add(value(child, row)));
        return new Row(RowKind.INSERT, fields);
    }

    private static Instant instant(long micros) {
        return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
    }
}
