package io.sluice.planner;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SourceTextTest {
    private final SourceText source = SourceText.of("ab\ncd\r\nef\rgh");

    @Test
    void linesEndWithAnyOfTheThreeMarks() {
        assertThat(source.position(0, 2)).isEqualTo(new Position(1, 1, 1, 2));
        assertThat(source.position(3, 5)).isEqualTo(new Position(2, 1, 2, 2));
        assertThat(source.position(7, 8)).isEqualTo(new Position(3, 1, 3, 1));
        assertThat(source.position(10, 12)).isEqualTo(new Position(4, 1, 4, 2));
    }

    @Test
    void aRangeMayCrossLines() {
        assertThat(source.position(1, 4)).isEqualTo(new Position(1, 2, 2, 1));
        assertThat(source.text(new Position(1, 2, 2, 1))).isEqualTo("b\nc");
    }

    @Test
    void offsetsAndPositionsAreInverse() {
        for (int from = 0; from < 12; from++) {
            Position position = source.position(from, from + 1);
            assertThat(source.offset(position.line(), position.column())).isEqualTo(from);
        }
    }

    @Test
    void anEmptyTextHasOneLine() {
        assertThat(SourceText.of("").position(0, 1)).isEqualTo(new Position(1, 1, 1, 1));
    }
}
