package io.sluice.planner.parse;

import static io.sluice.planner.parse.GeneratedParserConstants.*;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The tokens that could stand at a place: a hundred keywords or more, told in a few words. */
final class ExpectedTokens {
    private static final int MAX_WORDS = 8;
    private static final Set<Integer> OPERATORS = Set.of(EQ, PLUS, MINUS, STAR, SLASH, LT, GT, CONCAT);

    /** What could always stand there, and helps nobody. */
    private static final Set<Integer> UNTOLD =
            Set.of(HOOK, HINT_BEG, DOT, MEASURE, EOF, QUANTIFIED_NOT, QUANTIFIED_LIKE, QUANTIFIED_ILIKE);

    /** What is told of a long list, in this order. */
    private static final List<Integer> TELLING = List.of(
            SEMICOLON, COMMA, RPAREN, LPAREN, FROM, WHERE, GROUP, HAVING, AS, EMIT, LATE, INTO, BY, SELECT, VALUES,
            WITH, SET, TABLE, VIEW, THEN, WHEN, ELSE, END, AND, EQ, LIKE, PRIMARY, NOT, NULL, ON, UNION, YEAR, MONTH,
            DAY, HOUR, MINUTE, SECOND);

    private final Set<Integer> kinds = new TreeSet<>();
    private final String[] images;

    ExpectedTokens(int[][] sequences, String[] images) {
        this.images = images;
        for (int[] sequence : sequences) {
            kinds.add(sequence[0]);
        }
    }

    boolean contains(int kind) {
        return kinds.contains(kind);
    }

    boolean allowsName() {
        return kinds.contains(IDENTIFIER);
    }

    boolean allowsValue() {
        return kinds.contains(UNSIGNED_INTEGER_LITERAL) && kinds.contains(LPAREN);
    }

    private boolean allowsType() {
        return kinds.contains(VARCHAR) && kinds.contains(IDENTIFIER) && !allowsValue();
    }

    /** The words among them that a person may have misspelled. */
    List<String> keywords() {
        boolean few = kinds.size() <= MAX_WORDS;
        return kinds.stream()
                .filter(this::isKeyword)
                .filter(kind -> few || TELLING.contains(kind))
                .map(this::image)
                .toList();
    }

    @Override
    public String toString() {
        List<String> words = new ArrayList<>();
        if (allowsValue()) {
            words.add("an expression");
        } else if (allowsType()) {
            words.add("a type");
        } else if (allowsName()) {
            words.add("a name");
        }
        boolean operator =
                !allowsValue() && kinds.stream().filter(OPERATORS::contains).count() > 3;
        if (operator) {
            words.add("an operator");
        }
        List<Integer> rest = kinds.stream()
                .filter(kind -> !UNTOLD.contains(kind))
                .filter(kind -> !(allowsValue() && isPartOfExpression(kind)))
                .filter(kind -> !(allowsType() && kind != AS))
                .filter(kind -> !(operator && OPERATORS.contains(kind)))
                .filter(kind -> !(allowsName() && isName(kind)))
                .toList();
        int left = MAX_WORDS - words.size();
        Stream<Integer> told = rest.size() <= left
                ? rest.stream()
                : TELLING.stream().filter(rest::contains).limit(left);
        told.forEach(kind -> words.add(text(kind)));
        return words.isEmpty()
                ? "something else"
                : join(words.stream().distinct().toList());
    }

    private boolean isPartOfExpression(int kind) {
        return kind == LPAREN
                || kind == PLUS
                || kind == MINUS
                || kind == TILDE
                || kind == STAR
                || !isPunctuation(kind) && !isTellingWord(kind);
    }

    private static boolean isTellingWord(int kind) {
        return kind == SELECT || kind == FROM || kind == WITH || kind == VALUES || kind == EMIT;
    }

    private boolean isName(int kind) {
        return kind == IDENTIFIER
                || kind == BACK_QUOTED_IDENTIFIER
                || !images[kind].startsWith("\"")
                || isKeyword(kind) && !Words.isReserved(image(kind));
    }

    private boolean isKeyword(int kind) {
        return images[kind].startsWith("\"") && Character.isLetter(images[kind].charAt(1));
    }

    private boolean isPunctuation(int kind) {
        return images[kind].startsWith("\"") && !isKeyword(kind);
    }

    private String image(int kind) {
        return images[kind].substring(1, images[kind].length() - 1);
    }

    private String text(int kind) {
        return switch (kind) {
            case SEMICOLON -> "the end of the statement";
            case COMMA -> "a comma";
            case QUOTED_STRING -> "a string";
            case UNSIGNED_INTEGER_LITERAL -> "a whole number";
            case GROUP -> "GROUP BY";
            case LATE -> "LATE INTO";
            default -> images[kind].startsWith("\"") ? image(kind) : "a value";
        };
    }

    private static String join(List<String> words) {
        return words.size() == 1
                ? words.get(0)
                : words.stream().limit(words.size() - 1L).collect(Collectors.joining(", ")) + " or "
                        + words.get(words.size() - 1);
    }
}
