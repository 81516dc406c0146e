package io.sluice.planner.parse;

import static io.sluice.planner.parse.GeneratedParserConstants.*;

import io.sluice.planner.Nearest;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** What a person who wrote an unexpected token probably did; the first guess that fits is told. */
final class SyntaxHints {
    private static final Set<Integer> LITERALS =
            Set.of(QUOTED_STRING, UNSIGNED_INTEGER_LITERAL, DECIMAL_NUMERIC_LITERAL, APPROX_NUMERIC_LITERAL);

    /** Words that continue a query, and that nobody has as a name. */
    private static final Set<Integer> CLAUSES =
            Set.of(FROM, WHERE, HAVING, SELECT, INTO, AS, UNION, JOIN, ON, INSERT, CREATE, SET, BY, WITH);

    private final Token start;
    private final Token before;
    private final Token token;
    private final ExpectedTokens expected;

    /**
     * @param start the first token of the statement
     * @param before the last one that fitted
     * @param token the first one that did not
     */
    SyntaxHints(Token start, Token before, Token token, ExpectedTokens expected) {
        this.start = start;
        this.before = before;
        this.token = token;
        this.expected = expected;
    }

    String text() {
        return Stream.<Supplier<Optional<String>>>of(
                        this::missingSemicolon,
                        this::misplacedTail,
                        this::unclosedParenthesis,
                        this::spareComma,
                        this::spareParenthesis,
                        this::misspelled,
                        this::reservedName,
                        this::brokenString,
                        this::missingComma)
                .flatMap(guess -> guess.get().stream())
                .findFirst()
                .orElse("");
    }

    static String lineAndColumn(Token token) {
        return token.beginLine + ":" + token.beginColumn;
    }

    /** The last parenthesis that was opened and not closed between two tokens. */
    static Optional<Token> unclosed(Token start, Token end) {
        Deque<Token> open = new ArrayDeque<>();
        for (Token token = start; token != null && token != end; token = token.next) {
            if (token.kind == LPAREN) {
                open.push(token);
            } else if (token.kind == RPAREN && !open.isEmpty()) {
                open.pop();
            }
        }
        return Optional.ofNullable(open.peek());
    }

    static boolean startsStatement(Token token, ExpectedTokens expected) {
        String word = StatementKinds.word(token);
        return StatementKinds.STARTS.contains(word)
                && !Set.of(WITH, TABLE, VALUES, DESC, RESET).contains(token.kind)
                && !expected.contains(token.kind);
    }

    static Optional<String> reservedWord(Token token) {
        return Optional.of(token)
                .filter(word -> Words.isWord(word) && Words.isReserved(word.image) && !CLAUSES.contains(word.kind))
                .map(word -> "%s is a reserved word; quote it with back-ticks to use it as a name: `%s`."
                        .formatted(StatementKinds.word(word), word.image));
    }

    private Optional<String> missingSemicolon() {
        boolean endOfSet = token.kind == END && (start.kind == EXECUTE || start.kind == BEGIN);
        return when(
                (endOfSet || startsStatement(token, expected)) && expected.contains(SEMICOLON),
                "Is a semicolon missing before %s?".formatted(StatementKinds.word(token)));
    }

    private Optional<String> misplacedTail() {
        if (token.kind != EMIT && token.kind != LATE || expected.allowsValue()) {
            return Optional.empty();
        }
        return Optional.of(
                start.kind == CREATE
                        ? "%s belongs to the INSERT or SELECT that reads the table or view."
                                .formatted(StatementKinds.word(token))
                        : "EMIT … LATE INTO … stand at the end of an INSERT or SELECT, in this order.");
    }

    private Optional<String> unclosedParenthesis() {
        return unclosed(start, token)
                .filter(open -> CLAUSES.contains(token.kind) && expected.contains(RPAREN))
                .map(open -> "The parenthesis at %s is not closed.".formatted(lineAndColumn(open)));
    }

    private Optional<String> spareComma() {
        boolean ends = CLAUSES.contains(token.kind) || token.kind == RPAREN || GrammarActions.endsStatement(token);
        return when(
                before.kind == COMMA && ends,
                "There is a comma too many before %s.".formatted(SyntaxErrors.got(token)));
    }

    private Optional<String> spareParenthesis() {
        return when(token.kind == RPAREN && expected.contains(SEMICOLON), "There is one ) too many.");
    }

    /** The token itself, or the one before it, which then was taken for an alias. */
    private Optional<String> misspelled() {
        List<String> keywords = expected.keywords();
        return Stream.of(token, before)
                .filter(word -> word.kind == IDENTIFIER)
                .flatMap(word -> Nearest.of(word.image, keywords).stream()
                        .limit(1)
                        .map(near -> "Did you mean %s instead of %s?".formatted(near, SyntaxErrors.got(word))))
                .findFirst();
    }

    private Optional<String> reservedName() {
        return expected.allowsName() ? reservedWord(token) : Optional.empty();
    }

    private Optional<String> brokenString() {
        return when(
                before.kind == QUOTED_STRING && Words.isWord(token) && expected.contains(EQ),
                "A string ends at the next ': is one missing in %s?".formatted(before.image));
    }

    private Optional<String> missingComma() {
        boolean item = Words.isWord(token) && !Words.isReserved(token.image)
                || token.kind == BACK_QUOTED_IDENTIFIER
                || LITERALS.contains(token.kind);
        return when(
                item && expected.contains(COMMA), "Is a comma missing before %s?".formatted(SyntaxErrors.got(token)));
    }

    private static Optional<String> when(boolean fits, String hint) {
        return fits ? Optional.of(hint) : Optional.empty();
    }
}
