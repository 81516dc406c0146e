package io.sluice.planner.function;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Writes docs/sql-functions.md from the register: a table for each subject, a row for each way to call a function. */
final class FunctionDocument {
    private static final String HEAD =
            """
            # Functions

            Written from the function register by its test; do not edit. Unless a description says otherwise, a function
            gives NULL if an argument is NULL, positions and lengths count characters from 1, and names and meanings are
            Flink's. Operators, CASE, CAST and the like are described with the language.
            """;

    private static final String DIFFERENCES =
            """

            ## Differences from Flink

            - An integer result that its type does not hold is an error of the row, also in ABS and ROUND; it does not wrap.
            - EXTRACT and CAST of times before 1970 floor. EXTRACT(EPOCH) of an instant is its true epoch.
            - LPAD, RPAD and ASCII count code points.
            - OVERLAY with a length of 0 or less inserts, as the standard says.
            - `_` in LIKE matches a line break too.
            - REGEXP finds the empty expression in any text.
            - UNIX_TIMESTAMP, TO_TIMESTAMP_LTZ and TO_TIMESTAMP give NULL for text that is no time, and a day that its
              month does not have is none.
            - CONVERT_TZ with a zone that does not exist is an error if it is a constant, else NULL.
            - TIMESTAMPDIFF is BIGINT.
            - DATE_FORMAT takes a DATE too.
            - JSON keeps the order of members. JSON_VALUE … RETURNING casts, and a cast that fails is the case ON ERROR. Paths have
              no filters; they count array elements from 0, or from the end if negative.
            - SPLIT by an empty delimiter gives characters.
            - RAND and RAND_INTEGER with a seed: each worker has the sequence of the seed.
            - Functions by Spark's names that Flink has not: DATE_TRUNC, with weeks from Monday, NVL, TRY_ADD and others.
              TRY_DIVIDE divides as `/` does: integers to an integer.
            - A MAP has no equality: what compares elements refuses an ARRAY of them.
            """;

    private FunctionDocument() {}

    static String text() {
        Map<String, Map<String, List<Signature>>> subjects = new LinkedHashMap<>();
        for (ScalarFunction function : FunctionRegister.all()) {
            Signature signature = function.signature().orElseThrow();
            subjects.computeIfAbsent(signature.subject(), subject -> new LinkedHashMap<>())
                    .computeIfAbsent(signature.form(), form -> new ArrayList<>())
                    .add(signature);
        }
        Shorthand.all().forEach(each -> subjects.computeIfAbsent(each.subject(), subject -> new LinkedHashMap<>()));
        subjects.put(LambdaFunction.SUBJECT, new LinkedHashMap<>());
        StringBuilder text = new StringBuilder(HEAD);
        subjects.forEach((subject, forms) -> {
            text.append("\n## ").append(subject).append("\n\n");
            text.append("| Call | Gives | Example | Result |\n|---|---|---|---|\n");
            forms.forEach((form, signatures) -> text.append(row(form, signatures)));
            Shorthand.all().stream()
                    .filter(each -> each.subject().equals(subject))
                    .forEach(each -> text.append(row(each.form(), each.description(), each.examples())));
            if (subject.equals(LambdaFunction.SUBJECT)) {
                for (LambdaFunction each : LambdaFunction.values()) {
                    text.append(row(each.form(), each.description(), each.examples()));
                }
            }
        });
        return text.append(DIFFERENCES).toString();
    }

    private static String row(String form, List<Signature> signatures) {
        Set<Signature.Example> examples = new LinkedHashSet<>();
        signatures.forEach(signature -> examples.addAll(signature.examples()));
        return row(form, signatures.get(0).description(), examples);
    }

    private static String row(String form, String description, Collection<Signature.Example> examples) {
        return "| %s | %s | %s | %s |%n"
                .formatted(
                        code(form),
                        description.replace("|", "\\|"),
                        examples.stream().map(example -> code(example.call())).collect(Collectors.joining("<br>")),
                        examples.stream().map(example -> code(example.result())).collect(Collectors.joining("<br>")))
                .replace("\r\n", "\n");
    }

    private static String code(String text) {
        return "`" + text.replace("|", "\\|") + "`";
    }
}
