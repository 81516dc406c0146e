package io.sluice.planner.explain;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Whether two texts of a plan are the same but for types that are wider now. */
final class WiderTypes {
    private static final Pattern TYPE = Pattern.compile(
            "\\b(?:TINYINT|SMALLINT|INT|BIGINT|FLOAT|DOUBLE|STRING|VARCHAR\\((\\d+)\\)|DECIMAL\\((\\d+), (\\d+)\\))(?![A-Za-z0-9_(])");
    private static final List<String> INTEGERS = List.of("TINYINT", "SMALLINT", "INT", "BIGINT");
    private static final List<String> FLOATS = List.of("FLOAT", "DOUBLE");

    private WiderTypes() {}

    static boolean isSameOrWider(JsonNode stored, JsonNode current) {
        if (stored.isArray() && current.isArray()) {
            boolean same = stored.size() == current.size();
            for (int i = 0; same && i < stored.size(); i++) {
                same = isSameOrWider(stored.get(i).asText(), current.get(i).asText());
            }
            return same;
        }
        return stored.getNodeType() == current.getNodeType() && isSameOrWider(stored.asText(), current.asText());
    }

    static boolean isSameOrWider(String stored, String current) {
        if (stored.equals(current)) {
            return true;
        }
        Optional<List<String>> before = types(stored);
        Optional<List<String>> now = types(current);
        if (!TYPE.matcher(stored).replaceAll("?").equals(TYPE.matcher(current).replaceAll("?"))
                || before.isEmpty()
                || now.isEmpty()) {
            return false;
        }
        for (int i = 0; i < before.get().size(); i++) {
            if (!isSameOrWiderType(before.get().get(i), now.get().get(i))) {
                return false;
            }
        }
        return true;
    }

    /** Empty if an expression casts: what its result is does not widen by itself. */
    private static Optional<List<String>> types(String text) {
        if (text.contains("CAST(")) {
            return Optional.empty();
        }
        List<String> types = new ArrayList<>();
        Matcher matcher = TYPE.matcher(text);
        while (matcher.find()) {
            types.add(matcher.group());
        }
        return Optional.of(types);
    }

    private static boolean isSameOrWiderType(String stored, String current) {
        for (List<String> family : List.of(INTEGERS, FLOATS)) {
            if (family.contains(stored)) {
                return family.indexOf(current) >= family.indexOf(stored);
            }
        }
        int[] before = numbers(stored);
        int[] now = numbers(current);
        if (stored.startsWith("DECIMAL") && current.startsWith("DECIMAL")) {
            return now[1] == before[1] && now[0] >= before[0];
        }
        boolean texts = !stored.startsWith("DECIMAL") && !current.startsWith("DECIMAL") && !INTEGERS.contains(current);
        return texts
                && !FLOATS.contains(current)
                && (current.equals("STRING") || !stored.equals("STRING") && now[0] >= before[0]);
    }

    private static int[] numbers(String type) {
        Matcher digits = Pattern.compile("\\d+").matcher(type);
        int[] numbers = new int[2];
        for (int i = 0; i < 2 && digits.find(); i++) {
            numbers[i] = Integer.parseInt(digits.group());
        }
        return numbers;
    }
}
