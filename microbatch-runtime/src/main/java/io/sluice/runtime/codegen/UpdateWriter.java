package io.sluice.runtime.codegen;

import io.sluice.planner.plan.AggregateCall;
import io.sluice.planner.plan.PlanNode;
import io.sluice.planner.plan.UserAggregate;
import io.sluice.runtime.state.Accumulator;
import io.sluice.runtime.state.GroupLayout;
import java.util.List;

/**
 * Writes the update of a group's accumulators with a row: the record is at {@code w[b]}. Many accumulators go to several
 * methods.
 */
final class UpdateWriter {
    private final PlanNode.Aggregate aggregate;
    private final GroupLayout layout;
    private final List<RowColumn> row;
    private final ExpressionCompiler expressions;

    /** What a row counts. */
    private final String one;

    private final boolean weighted;

    /** @param weighted whether a row counts with its weight */
    UpdateWriter(
            PlanNode.Aggregate aggregate,
            GroupLayout layout,
            List<RowColumn> row,
            boolean weighted,
            ExpressionCompiler expressions) {
        this.weighted = weighted;
        one = weighted ? "weights[r]" : "1L";
        this.aggregate = aggregate;
        this.layout = layout;
        this.row = row;
        this.expressions = expressions;
    }

    void write(MethodText body) {
        MethodText target = body;
        ClassText owner = expressions.owner();
        for (int i = 0; i < aggregate.calls().size(); i++) {
            if (!layout.accumulators().get(i).isFoldedByRow()) {
                continue;
            }
            if (target.weight() > owner.budget()) {
                String name = owner.name("u");
                target = owner.method("private void " + name, "int r, long[] w, int b, byte[] weights", false);
                target.line("final StringPool strings = table.strings();");
                body.line(name + "(r, w, b, weights);");
            }
            target.addWeight(4);
            writeUpdate(i, target);
        }
        if (layout.countsRows()) {
            body.line("w[b + %d] += %s;".formatted(layout.rowCountWord(), one));
        }
    }

    private void writeUpdate(int number, MethodText body) {
        AggregateCall call = aggregate.calls().get(number);
        Accumulator accumulator = layout.accumulators().get(number);
        if (call.filter().isPresent()) {
            Value condition = expressions.column(row.get(call.filter().getAsInt()), body);
            body.open("if (" + condition.isTrue() + ")");
        }
        if (call.user().isPresent()) {
            writeUser(number, body);
        } else if (call.argument().isEmpty()) {
            body.line("w[b + %d] += %s;".formatted(accumulator.word(), one));
        } else if (call.function().isOfPairs()) {
            List<Integer> pair = call.arguments();
            writePair(row.get(pair.get(0)), row.get(pair.get(1)), accumulator, body);
        } else {
            writeArgument(row.get(call.argument().getAsInt()), number, body);
        }
        if (call.filter().isPresent()) {
            body.close();
        }
    }

    private void writeUser(int number, MethodText body) {
        AggregateCall call = aggregate.calls().get(number);
        List<Value> values = call.arguments().stream()
                .map(argument -> expressions.column(row.get(argument), body))
                .toList();
        UserCalls calls = expressions.userCalls();
        UserAggregate user = call.user().orElseThrow();
        if (weighted || user.merge().isEmpty()) {
            calls.keep(user, number, values, one, body);
        } else {
            calls.accumulate(user, number, values, body);
        }
    }

    private void writePair(RowColumn first, RowColumn second, Accumulator accumulator, MethodText body) {
        Value y = expressions.column(first, body);
        Value x = expressions.column(second, body);
        body.line("if (!(%s) && !(%s)) CoMoments.add(w, b + %d, %s, %s, (byte) %s);"
                .formatted(y.isNull(), x.isNull(), accumulator.word(), y.code(), x.code(), one));
    }

    private void writeArgument(RowColumn column, int number, MethodText body) {
        Accumulator accumulator = layout.accumulators().get(number);
        boolean wide = column.type().isWide();
        ColumnReads.WideWords words = wide ? ColumnReads.wide(column, expressions, body) : null;
        Value value = wide ? null : expressions.column(column, body);
        String isNull = wide ? words.isNull() : value.isNull();
        if (!isNull.equals("false")) {
            body.open("if (!" + isNull + ")");
        }
        String code = wide
                ? words.low()
                : value.javaType() == JavaType.BOOLEAN ? "(" + value.code() + " ? 1L : 0L)" : value.code();
        int at = accumulator.word();
        switch (accumulator.kind()) {
            case COUNT -> body.line("w[b + %d] += %s;".formatted(at, one));
            case SUM_LONG -> addLongSum(code, at, body);
            case COUNTED_LONG -> {
                addLong(code, at, body);
                count(at + 2, body);
            }
            case SUM_WIDE -> addWide(words, at, at + 2, body);
            case COUNTED_WIDE -> {
                addWide(words, at, at + 3, body);
                count(at + 2, body);
            }
            case SIGNED_DOUBLE -> body.line("SignedSum.add(w, b + %d, %s, (byte) %s);".formatted(at, code, one));
            case MOMENTS -> body.line("Moments.add(w, b + %d, %s, (byte) %s);".formatted(at, code, one));
            case SUM_DOUBLE -> addDouble(code, at, body);
            case COUNTED_DOUBLE -> {
                addDouble(code, at, body);
                body.line("w[b + %d]++;".formatted(at + 1));
            }
            case MIN_LONG -> extreme(accumulator, "%s < w[b + %d]".formatted(code, at), code, body);
            case MAX_LONG -> extreme(accumulator, "%s > w[b + %d]".formatted(code, at), code, body);
            case MIN_DOUBLE -> extremeDouble(accumulator, "<", code, body);
            case MAX_DOUBLE -> extremeDouble(accumulator, ">", code, body);
            case MIN_WIDE -> extremeWide(accumulator, "<", words, body);
            case MAX_WIDE -> extremeWide(accumulator, ">", words, body);
            case MIN_TEXT -> extremeText(accumulator, ">", code, body);
            case MAX_TEXT -> extremeText(accumulator, "<", code, body);
            case MIN_ROW -> extremeRow(number, ">", code, body);
            case MAX_ROW -> extremeRow(number, "<", code, body);
            case FIRST_LONG -> first(accumulator, List.of(code), body);
            case FIRST_DOUBLE -> first(accumulator, List.of(bits(code)), body);
            case FIRST_TEXT -> first(accumulator, List.of("strings.intern(" + code + ")"), body);
            case FIRST_WIDE -> first(accumulator, List.of(words.low(), words.high()), body);
            case LAST_LONG -> body.line("w[b + %d] = %s;".formatted(at, code));
            case LAST_DOUBLE -> body.line("w[b + %d] = %s;".formatted(at, bits(code)));
            case LAST_TEXT -> body.line("w[b + %d] = strings.intern(%s);".formatted(at, code));
            case LAST_WIDE -> body.line(
                    "w[b + %d] = %s; w[b + %d] = %s;".formatted(at, words.low(), at + 1, words.high()));
            case BITS_AND -> body.line(
                    "w[b + %1$d] = %2$s ? %3$s : w[b + %1$d] & %3$s;".formatted(at, isFirst(accumulator), code));
            case BITS_OR -> body.line("w[b + %d] |= %s;".formatted(at, code));
            case BITS_XOR -> {
                body.line("w[b + %d] ^= %s;".formatted(at, code));
                count(at + 1, body);
            }
            case COMOMENTS -> throw new IllegalStateException("pairs have two arguments");
            case USER -> throw new IllegalStateException("users have any number of arguments");
            case FLAG, HELD_LONG, HELD_DOUBLE, HELD_WIDE, HELD_TEXT -> throw new IllegalStateException(
                    accumulator.kind() + " follows from the values that the group keeps");
        }
        if (accumulator.kind().hasPresence()) {
            body.line("w[b + %d] |= %dL;".formatted(accumulator.presenceWord(), accumulator.presenceBit()));
        }
        if (!isNull.equals("false")) {
            body.close();
        }
    }

    private void count(int at, MethodText body) {
        body.line(weighted ? "w[b + %d] += weights[r];".formatted(at) : "w[b + %d]++;".formatted(at));
    }

    private void addLong(String code, int at, MethodText body) {
        if (weighted) {
            body.line("Wide.addTo(w, b + %1$d, %2$s, %2$s >> 63, weights[r]);".formatted(at, code));
            return;
        }
        String low = expressions.owner().name("l");
        body.line("long %1$s = w[b + %2$d] + %3$s;".formatted(low, at, code));
        body.line("w[b + %1$d] += (%2$s >> 63) + (Long.compareUnsigned(%3$s, %2$s) < 0 ? 1L : 0L);"
                .formatted(at + 1, code, low));
        body.line("w[b + %d] = %s;".formatted(at, low));
    }

    /** As {@code LongSum.add}, in line. */
    private void addLongSum(String code, int at, MethodText body) {
        String low = expressions.owner().name("l");
        body.line("long %1$s = w[b + %2$d] + %3$s;".formatted(low, at, code));
        body.line(
                "w[b + %1$d] = w[b + %1$d] + ((%2$s >> 63) + (Long.compareUnsigned(%3$s, %2$s) < 0 ? 1L : 0L) << 1) | 1L;"
                        .formatted(at + 1, code, low));
        body.line("w[b + %d] = %s;".formatted(at, low));
    }

    private void addWide(ColumnReads.WideWords words, int at, int top, MethodText body) {
        body.line("Wide.addTo(w, b + %d, b + %d, %s, %s%s);"
                .formatted(at, top, words.low(), words.high(), weighted ? ", weights[r]" : ""));
    }

    private static void addDouble(String code, int at, MethodText body) {
        body.line("w[b + %1$d] = Double.doubleToRawLongBits(Double.longBitsToDouble(w[b + %1$d]) + %2$s);"
                .formatted(at, code));
    }

    private static String isFirst(Accumulator accumulator) {
        return "(w[b + %d] & %dL) == 0L".formatted(accumulator.presenceWord(), accumulator.presenceBit());
    }

    private static void extreme(Accumulator accumulator, String replaces, String value, MethodText body) {
        body.line("if (%s || %s) w[b + %d] = %s;".formatted(isFirst(accumulator), replaces, accumulator.word(), value));
    }

    private static String bits(String code) {
        return "Double.doubleToLongBits(" + code + " + 0.0)";
    }

    /** Only a value that comes when there is none stays. */
    private static void first(Accumulator accumulator, List<String> values, MethodText body) {
        body.open("if (" + isFirst(accumulator) + ")");
        for (int i = 0; i < values.size(); i++) {
            body.line("w[b + %d] = %s;".formatted(accumulator.word() + i, values.get(i)));
        }
        body.close();
    }

    private void extremeRow(int number, String operator, String code, MethodText body) {
        Accumulator accumulator = layout.accumulators().get(number);
        extreme(
                accumulator,
                "table.compareRow(%d, (int) w[b + %d], %s) %s 0".formatted(number, accumulator.word(), code, operator),
                "strings.intern(" + code + ")",
                body);
    }

    private void extremeDouble(Accumulator accumulator, String operator, String code, MethodText body) {
        String value = body.declare(JavaType.DOUBLE, "x", code + " + 0.0");
        String replaces = "Double.compare(%s, Double.longBitsToDouble(w[b + %d])) %s 0"
                .formatted(value, accumulator.word(), operator);
        extreme(accumulator, replaces, "Double.doubleToLongBits(" + value + ")", body);
    }

    private static void extremeWide(
            Accumulator accumulator, String operator, ColumnReads.WideWords words, MethodText body) {
        int at = accumulator.word();
        String low = body.declare(JavaType.LONG, "l", words.low());
        String high = body.declare(JavaType.LONG, "l", words.high());
        body.line(
                "if (%1$s || Wide.compare(%2$s, %3$s, w[b + %4$d], w[b + %5$d]) %6$s 0) { w[b + %4$d] = %2$s; w[b + %5$d] = %3$s; }"
                        .formatted(isFirst(accumulator), low, high, at, at + 1, operator));
    }

    private static void extremeText(Accumulator accumulator, String operator, String code, MethodText body) {
        extreme(
                accumulator,
                "strings.compare((int) w[b + %d], %s) %s 0".formatted(accumulator.word(), code, operator),
                "strings.intern(" + code + ")",
                body);
    }
}
