package io.sluice.runtime.loop;

import static java.util.Objects.requireNonNull;

import io.sluice.checkpoint.StateMigration;
import io.sluice.checkpoint.StateTable;
import io.sluice.planner.PlanMatch;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.arrow.vector.types.pojo.Field;

/**
 * Where the columns of a state table are in the one that is stored: keys by their places, the words of the n-th aggregate, {@code
 * a3_sum}, by the number that it has there. One that begins now is NULL.
 */
final class StoredColumns implements StateMigration {
    private static final String GROUPS = "groups";
    private static final Pattern ABOVE = Pattern.compile("a\\d+_sum_top_*|.*_above_*");
    private static final Pattern WORD = Pattern.compile("a(\\d+)_(.*)");

    private final PlanMatch match;

    StoredColumns(PlanMatch match) {
        this.match = requireNonNull(match, "match");
    }

    @Override
    public List<Optional<String>> sources(StateTable table, List<Field> stored) {
        PlanMatch.Calls calls = match.calls().get(table.uid());
        if (calls == null || !table.table().equals(GROUPS)) {
            return byPlace(table, stored);
        }
        List<Field> fields = table.schema().getFields();
        if (names(fields).equals(names(stored))) {
            return there(table, calls);
        }
        List<Optional<String>> sources = new ArrayList<>();
        for (int i = 0; i < fields.size(); i++) {
            sources.add(
                    i < table.keyColumns()
                            ? Optional.of(stored.get(i).getName())
                            : source(fields.get(i).getName(), calls, stored));
        }
        return sources;
    }

    private static List<String> names(List<Field> fields) {
        return fields.stream().map(Field::getName).toList();
    }

    /** The columns are there already: a start has been cut off between its first commit and the new plan. */
    private static List<Optional<String>> there(StateTable table, PlanMatch.Calls calls) {
        List<Optional<String>> sources = new ArrayList<>();
        for (Field field : table.schema().getFields()) {
            Matcher word = WORD.matcher(field.getName());
            boolean isNew = sources.size() >= table.keyColumns()
                    && word.matches()
                    && Integer.parseInt(word.group(1)) < calls.stored().size()
                    && calls.stored().get(Integer.parseInt(word.group(1))) == PlanMatch.Calls.NEW;
            sources.add(isNew ? Optional.empty() : Optional.of(field.getName()));
        }
        return sources;
    }

    /** Earlier versions lack what is above the digits of a sum: there it is NULL, which says that nothing is but the sign. */
    private static List<Optional<String>> byPlace(StateTable table, List<Field> stored) {
        int missing = table.schema().getFields().size() - stored.size();
        List<Optional<String>> sources = new ArrayList<>();
        int next = 0;
        for (Field field : table.schema().getFields()) {
            boolean there = next < stored.size() && stored.get(next).getName().equals(field.getName());
            if (!there && missing > 0 && ABOVE.matcher(field.getName()).matches()) {
                sources.add(Optional.empty());
                missing--;
            } else if (next < stored.size()) {
                sources.add(Optional.of(stored.get(next++).getName()));
            }
        }
        return sources;
    }

    private static Optional<String> source(String name, PlanMatch.Calls calls, List<Field> stored) {
        Matcher word = WORD.matcher(name);
        if (!word.matches()) {
            return Optional.of(name);
        }
        int number = Integer.parseInt(word.group(1));
        int place = number < calls.stored().size() ? calls.stored().get(number) : calls.storedCount();
        String source = "a%d_%s".formatted(place, word.group(2));
        boolean there = stored.stream().anyMatch(field -> field.getName().equals(source));
        return place == PlanMatch.Calls.NEW || !there ? Optional.empty() : Optional.of(source);
    }
}
