package io.sluice.planner.function;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A path into JSON, prepared: {@code [lax | strict] $ step…} with the steps {@code .name}, {@code ."name"}, {@code
 * ['name']}, {@code [n]} from 0, {@code [-n]} from the end, {@code [*]} and {@code .*}. With a star it may find several
 * values, which count as an array. Lax, the default: what is not there is not found; strict: it is an error.
 */
public final class JsonPath {
    private static final String HINT = "Write a path such as $.a[0].b, lax $.a or strict $['a b'][*].";

    private final boolean strict;
    private final boolean several;
    private final List<Step> steps;
    private final Optional<RowException> fault;

    /** A step: a name, or a place, or all if there is neither. */
    private record Step(String name, int place, boolean all) {}

    /** A text that is no path fails where it is used. */
    public JsonPath(String text) {
        List<Step> read = List.of();
        RowException failure = null;
        String path = text.strip();
        strict = path.startsWith("strict ");
        try {
            read = new Reader(
                            strict || path.startsWith("lax ")
                                    ? path.substring(path.indexOf(' ')).strip()
                                    : path)
                    .steps();
        } catch (RowException e) {
            failure = e;
        }
        steps = read;
        several = steps.stream().anyMatch(Step::all);
        fault = Optional.ofNullable(failure);
    }

    static void check(String text) {
        new JsonPath(text).fault.ifPresent(fault -> {
            throw fault;
        });
    }

    boolean isStrict() {
        return strict;
    }

    boolean findsSeveral() {
        return several;
    }

    /** What the path finds; throws where a strict path does not find a step, and if this is no path. */
    List<JsonNode> find(JsonNode root) {
        if (fault.isPresent()) {
            throw fault.get();
        }
        List<JsonNode> found = List.of(root);
        for (Step step : steps) {
            List<JsonNode> next = new ArrayList<>();
            for (JsonNode node : found) {
                add(node, step, next);
            }
            found = next;
        }
        return found;
    }

    private void add(JsonNode node, Step step, List<JsonNode> to) {
        if (step.all()) {
            node.forEach(to::add);
            return;
        }
        JsonNode child = step.name() != null
                ? node.get(step.name())
                : node.isArray() ? node.get(step.place() < 0 ? node.size() + step.place() : step.place()) : null;
        if (child != null) {
            to.add(child);
        } else if (strict) {
            throw new RowException("a strict path finds no " + shown(step), "Use a lax path, or ON ERROR.");
        }
    }

    private static String shown(Step step) {
        return step.name() != null ? "member " + step.name() : "element " + step.place();
    }

    private static final class Reader {
        private final String text;
        private int at;

        Reader(String text) {
            this.text = text;
        }

        List<Step> steps() {
            List<Step> steps = new ArrayList<>();
            if (!take("$")) {
                throw wrong();
            }
            while (at < text.length()) {
                steps.add(step());
            }
            return steps;
        }

        private Step step() {
            if (take(".")) {
                return take("*") ? new Step(null, 0, true) : new Step(take("\"") ? quoted('"') : name(), 0, false);
            }
            if (!take("[")) {
                throw wrong();
            }
            Step step = take("*")
                    ? new Step(null, 0, true)
                    : take("'")
                            ? new Step(quoted('\''), 0, false)
                            : take("\"") ? new Step(quoted('"'), 0, false) : new Step(null, place(), false);
            if (!take("]")) {
                throw wrong();
            }
            return step;
        }

        private boolean take(String token) {
            boolean there = text.startsWith(token, at);
            at += there ? token.length() : 0;
            return there;
        }

        private String name() {
            int start = at;
            while (at < text.length() && ".[ ]()?@*'\"".indexOf(text.charAt(at)) < 0) {
                at++;
            }
            if (at == start) {
                throw wrong();
            }
            return text.substring(start, at);
        }

        private String quoted(char quote) {
            int end = text.indexOf(quote, at);
            if (end < 0) {
                throw wrong();
            }
            String name = text.substring(at, end);
            at = end + 1;
            return name;
        }

        private int place() {
            int end = text.indexOf(']', at);
            String number = end < 0 ? "" : text.substring(at, end).strip();
            if (!number.matches("-?[0-9]{1,9}")) {
                throw wrong();
            }
            at = end;
            return Integer.parseInt(number);
        }

        private RowException wrong() {
            return new RowException(
                    "'%s' is not a JSON path: unexpected %s at character %d"
                            .formatted(text, at < text.length() ? "'" + text.charAt(at) + "'" : "end", at + 1),
                    HINT);
        }
    }
}
