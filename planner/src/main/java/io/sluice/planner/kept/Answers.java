package io.sluice.planner.kept;

import io.sluice.planner.TableResolver;
import io.sluice.planner.udf.UserFunction;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** Asks a resolver in the place of the planner, and notes what was asked and answered. One thread. */
final class Answers implements TableResolver {
    private final TableResolver tables;
    private final Map<Asked, Object> noted = new LinkedHashMap<>();

    /** What can be asked. */
    enum Question {
        FIND,
        NAMES,
        ROWS,
        STARTED_EXACTLY,
        FUNCTION;

        /** @param name of the table or function; of others any */
        private Object ask(TableResolver tables, String name) {
            return switch (this) {
                case FIND -> tables.find(name);
                case NAMES -> tables.names();
                case ROWS -> tables.rows(name);
                case STARTED_EXACTLY -> tables.startedExactly();
                case FUNCTION -> tables.function(name);
            };
        }
    }

    /** A question and the bytes of its answer: to compare these loads less of Java than to compare records. */
    record Noted(Question question, String name, ByteBuffer answer) {
        boolean isAnswerOf(TableResolver tables) throws NotKeptException {
            return answer.equals(bytes(question.ask(tables, name)));
        }
    }

    private record Asked(Question question, String name) {}

    Answers(TableResolver tables) {
        this.tables = tables;
    }

    /** What was asked, each once. */
    List<Noted> noted() throws NotKeptException {
        List<Noted> all = new ArrayList<>();
        for (Map.Entry<Asked, Object> each : noted.entrySet()) {
            Asked asked = each.getKey();
            all.add(new Noted(asked.question(), asked.name(), bytes(each.getValue())));
        }
        return all;
    }

    private static ByteBuffer bytes(Object answer) throws NotKeptException {
        return ByteBuffer.wrap(ValueWriter.plain().write(answer).bytes());
    }

    @SuppressWarnings("unchecked") // the question has this kind of answer
    private <T> T ask(Question question, String name) {
        return (T) noted.computeIfAbsent(new Asked(question, name), asked -> question.ask(tables, name));
    }

    @Override
    public Optional<Relation> find(String name) {
        return ask(Question.FIND, name);
    }

    @Override
    public List<String> names() {
        return ask(Question.NAMES, "");
    }

    @Override
    public OptionalLong rows(String name) {
        return ask(Question.ROWS, name);
    }

    @Override
    public boolean startedExactly() {
        return this.<Boolean>ask(Question.STARTED_EXACTLY, "");
    }

    @Override
    public Optional<UserFunction> function(String name) {
        return ask(Question.FUNCTION, name);
    }
}
