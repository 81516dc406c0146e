package io.sluice.planner.parse;

import static io.sluice.planner.parse.GeneratedParserConstants.*;

import io.sluice.planner.PlanException;
import io.sluice.planner.Position;
import io.sluice.planner.Script;
import io.sluice.planner.SourceText;
import java.util.Optional;
import org.apache.calcite.runtime.CalciteContextException;

/**
 * What the generated parser throws, as messages for people: the place, what was expected in a few words, and for the usual
 * slips a hint that names them.
 */
final class SyntaxErrors {
    private final GrammarActions actions;
    private final Script script;

    SyntaxErrors(GrammarActions actions, Script script) {
        this.actions = actions;
        this.script = script;
    }

    static String got(Token token) {
        return switch (token.kind) {
            case EOF -> "the end of the script";
            case QUOTED_STRING -> token.image;
            case BACK_QUOTED_IDENTIFIER -> token.image;
            default -> "\"" + token.image + "\"";
        };
    }

    static Position place(Token token) {
        return new Position(
                token.beginLine,
                token.beginColumn,
                Math.max(token.endLine, token.beginLine),
                token.kind == EOF ? token.beginColumn : token.endColumn);
    }

    /** Characters that start something which is not SQL, or not closed. */
    static boolean hasOwnMessage(Token token) {
        return token.kind == QUOTE || token.kind == DOUBLE_QUOTE || token.kind == HINT_BEG;
    }

    /** @param start the first token of the statement */
    PlanException of(ParseException e, Token start) {
        ExpectedTokens expected = new ExpectedTokens(e.expectedTokenSequences, e.tokenImage);
        Token token = e.currentToken.next;
        if (expected.contains(token.kind) && token.next != null) {
            return operandMissing(token, token.next);
        }
        return ownMessage(token)
                .or(() -> unclosedParenthesis(start, token, expected))
                .orElseGet(() -> actions.failure(
                        place(token),
                        "expected %s, got %s".formatted(expected, got(token)),
                        new SyntaxHints(start, e.currentToken, token, expected).text()));
    }

    /** An operator could stand there, but what follows it cannot. */
    private PlanException operandMissing(Token operator, Token token) {
        String hint = token.kind == SELECT
                ? "A query as a value stands in parentheses."
                : operator.kind == COLON && token.kind == COLON
                        ? "Types are changed with CAST(… AS …)."
                        : SyntaxHints.reservedWord(token).orElse("");
        return ownMessage(token)
                .orElseGet(() -> actions.failure(place(token), "expected an expression, got " + got(token), hint));
    }

    private Optional<PlanException> ownMessage(Token token) {
        return switch (token.kind) {
            case QUOTE -> Optional.of(actions.failure(
                    place(token), "string is not closed: expected '", "End it with '; a ' in a string is written ''."));
            case DOUBLE_QUOTE -> Optional.of(doubleQuotes(token));
            case HINT_BEG -> Optional.of(actions.failure(
                    place(token), "hints are not supported here", "Leave out what is between /*+ and */."));
            default -> Optional.empty();
        };
    }

    private Optional<PlanException> unclosedParenthesis(Token start, Token token, ExpectedTokens expected) {
        boolean ends = GrammarActions.endsStatement(token) || SyntaxHints.startsStatement(token, expected);
        return SyntaxHints.unclosed(start, token)
                .filter(open -> ends)
                .map(open -> actions.failure(
                        place(open),
                        "parenthesis is not closed: expected ), got " + got(token),
                        "Close it before %s.".formatted(SyntaxHints.lineAndColumn(token))));
    }

    private PlanException doubleQuotes(Token token) {
        SourceText source = SourceText.of(script.text());
        int from = source.offset(token.beginLine, token.beginColumn);
        int close = script.text().indexOf('"', from + 1);
        int lineEnd = script.text().indexOf('\n', from);
        if (close < 0 || lineEnd >= 0 && close > lineEnd) {
            return actions.failure(
                    place(token),
                    "expected a name or a value, got \"",
                    "Names are quoted with back-ticks, strings with single quotes.");
        }
        String inner = script.text().substring(from + 1, close);
        return actions.failure(
                source.position(from, close + 1),
                "expected a name or a value, got \"%s\" in double quotes".formatted(inner),
                "Write `%s` for a name, '%s' for a string.".formatted(inner, inner));
    }

    /** Characters that are no token. @param last the token before them */
    PlanException of(TokenMgrError e, Token last) {
        String text = script.text();
        SourceText source = SourceText.of(text);
        int at = last.image == null ? 0 : source.offset(last.endLine, last.endColumn + 1);
        at = skipBlanks(text, at);
        if (text.startsWith("/*", at)) {
            return actions.failure(
                    source.position(at, at + 2), "comment is not closed: expected */", "End the comment with */.");
        }
        if (at >= text.length()) {
            return actions.failure(
                    source.position(Math.max(0, at - 1), Math.max(1, at)), "cannot read the end of the script", "");
        }
        char c = text.charAt(at);
        Position place = source.position(at, at + 1);
        if (c == '`') {
            return actions.failure(
                    place,
                    "name in back-ticks is not closed: expected `",
                    "End it with ` on the same line; between them stands at least one character.");
        }
        if ("\u2018\u2019\u201c\u201d\u00b4".indexOf(c) >= 0) {
            return actions.failure(
                    place,
                    "expected SQL, got the quotation mark " + c,
                    "Strings have straight single quotes ('), names back-ticks (`).");
        }
        return actions.failure(
                place,
                "expected SQL, got \"%s\"".formatted(new String(Character.toChars(text.codePointAt(at)))),
                "Remove it, or quote it.");
    }

    /** The next character that is no white space and in no closed comment. */
    private static int skipBlanks(String text, int from) {
        int at = from;
        while (at < text.length()) {
            int close = text.indexOf("*/", at + 2);
            if (Character.isWhitespace(text.charAt(at))) {
                at++;
            } else if (text.startsWith("--", at) || text.startsWith("//", at)) {
                int end = text.indexOf('\n', at);
                at = end < 0 ? text.length() : end;
            } else if (text.startsWith("/*", at) && close >= 0) {
                at = close + 2;
            } else {
                return at;
            }
        }
        return at;
    }

    /** What Calcite refuses while it builds the tree: literals, queries in wrong places. */
    PlanException of(CalciteContextException e) {
        Position position = new Position(
                Math.max(1, e.getPosLine()),
                Math.max(1, e.getPosColumn()),
                Math.max(1, e.getEndPosLine()),
                Math.max(1, e.getEndPosColumn()));
        String message = Optional.ofNullable(e.getCause())
                .map(Throwable::getMessage)
                .orElseGet(() -> String.valueOf(e.getMessage()));
        if (message.startsWith("Non-query expression")) {
            return actions.failure(
                    position, "expected a query, got an expression", "A query starts with SELECT or WITH.");
        }
        if (message.startsWith("Query expression")) {
            return actions.failure(
                    position, "expected an expression, got a query", "A query as a value stands in parentheses.");
        }
        if (message.startsWith("ROW expression")) {
            return actions.failure(position, "a list of values is not supported here", "Write ROW(…), or ARRAY[…].");
        }
        return actions.failure(position, ownWords(message), "");
    }

    static String ownWords(String message) {
        String text = message.endsWith(".") ? message.substring(0, message.length() - 1) : message;
        boolean sentence = text.length() > 1 && Character.isLowerCase(text.charAt(1));
        return (sentence ? Character.toLowerCase(text.charAt(0)) + text.substring(1) : text).replace('\n', ' ');
    }
}
