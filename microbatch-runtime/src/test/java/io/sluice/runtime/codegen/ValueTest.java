package io.sluice.runtime.codegen;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.planner.plan.DataType;
import io.sluice.planner.plan.TypeKind;
import java.util.List;
import org.junit.jupiter.api.Test;

class ValueTest {
    private static final DataType INT = DataType.of(TypeKind.INT, true);

    private static Value value(String isNull) {
        return new Value("v", isNull, INT);
    }

    @Test
    void eachConditionStandsOnceAlsoIfItsNameBeginsAnother() {
        assertThat(Value.anyNull(List.of(value("n41"), value("n4"), value("n41"), value("false"))))
                .isEqualTo("n41 | n4");
        assertThat(Value.anyNull(List.of(value("false")))).isEqualTo("false");
        assertThat(Value.anyNull(List.of(value("n1"), value("true")))).isEqualTo("true");
    }
}
