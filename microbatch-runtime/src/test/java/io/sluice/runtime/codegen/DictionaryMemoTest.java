package io.sluice.runtime.codegen;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.planner.function.Utf8;
import io.sluice.planner.plan.Column;
import io.sluice.planner.plan.CoreOperator;
import io.sluice.planner.plan.DataType;
import io.sluice.planner.plan.Expr;
import io.sluice.planner.plan.PlanNode;
import io.sluice.planner.plan.TypeKind;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DictionaryMemoTest {
    private static final DataType TEXT = DataType.of(TypeKind.STRING, true);
    private static final DataType BIGINT = DataType.of(TypeKind.BIGINT, true);
    private static final DataType BOOLEAN = DataType.of(TypeKind.BOOLEAN, true);
    private static final Expr NAME = new Expr.Input(0, TEXT);
    private static final Expr LOWER = new Expr.Call("LOWER", List.of(NAME), TEXT);

    /** NULL for "b". */
    private static final Expr PART = new Expr.Call("SPLIT_INDEX", List.of(LOWER, text("-"), number(1)), TEXT);

    private static Expr text(String value) {
        return new Expr.Literal(Optional.of(value), TEXT.withNullable(false));
    }

    private static Expr number(long value) {
        return new Expr.Literal(Optional.of(value), BIGINT.withNullable(false));
    }

    private static List<Object[]> rows(String... names) {
        return Arrays.stream(names).map(name -> new Object[] {name}).toList();
    }

    private static List<Object> expected(String name) {
        if (name == null) {
            return Arrays.asList(null, null, null, null);
        }
        String lower = name.toLowerCase(Locale.ROOT);
        String[] parts = lower.split("-", -1);
        String part = parts.length > 1 ? parts[1] : null;
        return Arrays.asList(lower, part, lower, part == null ? null : (Object) (long) part.length());
    }

    /** One expression is in the filter, three times among the columns, and in others; so is what may be NULL. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void textOfTextsIsThatOfEachRowWhateverTheDictionary(boolean dictionaries) {
        List<DataType> types = List.of(TEXT);
        PlanNode scan = Evaluation.scan(types);
        PlanNode.Filter filter = new PlanNode.Filter(
                scan,
                new Expr.Call(
                        CoreOperator.IS_NOT_TRUE.symbol(),
                        List.of(new Expr.Call(CoreOperator.EQUAL.symbol(), List.of(LOWER, text("gone")), BOOLEAN)),
                        BOOLEAN.withNullable(false)));
        List<Expr> expressions = List.of(LOWER, PART, LOWER, new Expr.Call("CHAR_LENGTH", List.of(PART), BIGINT));
        List<Column> columns = IntStream.range(0, expressions.size())
                .mapToObj(i -> new Column("c" + i, expressions.get(i).type()))
                .toList();
        CompiledPipeline pipeline =
                Evaluation.compile(types, List.of(filter, new PlanNode.Project(filter, expressions, columns)), columns);
        List<List<Object[]>> batches = List.of(
                rows("A-x", "b", null, "GONE", "A-x", "b", "", "É-Ü"),
                rows("b", "A-x", "gone", "C-long-one", null, "b", "C-long-one"),
                rows("q"));
        List<List<Object>> expected = new ArrayList<>();
        for (List<Object[]> batch : batches) {
            for (Object[] row : batch) {
                if (row[0] == null || !((String) row[0]).equalsIgnoreCase("gone")) {
                    expected.add(expected((String) row[0]));
                }
            }
        }
        assertThat(Evaluation.runBatches(pipeline, columns, types, batches, dictionaries))
                .isEqualTo(expected);
    }

    @Test
    void memoTakesNoMoreThanItsRoom() {
        TextMemo memo = new TextMemo();
        memo.start(3);
        Utf8 large = Utf8.of(new byte[TextMemo.MOST_BYTES - 1]);
        memo.put(0, false, large);
        memo.put(1, false, Utf8.of("ab"));
        memo.put(2, false, Utf8.of("c"));
        assertThat(memo.has(0)).isTrue();
        assertThat(memo.has(1)).as("no room").isFalse();
        assertThat(memo.has(2)).isTrue();
        assertThat(memo.get(2)).hasToString("c");
        assertThat(memo.get(0)).isEqualTo(large);
        memo.start(2);
        assertThat(memo.has(0)).as("of another dictionary").isFalse();
        memo.put(1, true, null);
        assertThat(memo.has(1) && memo.isNull(1)).isTrue();
    }
}
