package io.sluice.planner.parse;

import static io.sluice.planner.parse.GeneratedParserConstants.*;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * The token stream of a script, in which a keyword becomes a name where its neighbours leave no doubt: after a dot; where
 * an operand is expected and the next token cannot continue the keyword's own construct ({@code SELECT date, value FROM});
 * LATE everywhere but before INTO; and some functions before a
 * parenthesis: so is FILTER where it does not follow one, ANY where it follows no comparison, and EXISTS where no query is behind it.
 * LIKE before ANY and ALL is another token than LIKE, and so is a NOT before that. Three tokens are read ahead at most.
 */
final class ContextualTokens extends GeneratedParserTokenManager {
    /** Reserved words that people have as columns; none of them is a keyword between what is tested here. */
    private static final Set<Integer> NAMES = Set.of(
            CALL, CURSOR, DATE, END, FILTER, FLOOR, MATCH, MEASURE, NEXT, OFFSET, PARTITION, PATTERN, PERIOD, POWER,
            ROW, SHOW, SUBSET, TIME, TIMESTAMP, UNIQUE, USER, VALUE, WINDOW);

    /** Reserved words that are functions, and nothing else: names before a parenthesis. */
    private static final Set<Integer> FUNCTIONS =
            Set.of(CORR, FIRST, LAST, REGR_AVGX, REGR_AVGY, REGR_INTERCEPT, REGR_R2, REGR_SLOPE, REGR_SXY);

    /** Those of them that name a type, as in {@code CAST(x AS DATE)}. */
    private static final Set<Integer> TYPES = Set.of(DATE, TIME, TIMESTAMP);

    private static final Set<Integer> BEFORE_OPERAND = Set.of(
            SELECT,
            COMMA,
            LPAREN,
            WHERE,
            AND,
            OR,
            NOT,
            BY,
            ON,
            HAVING,
            WHEN,
            THEN,
            ELSE,
            CASE,
            BETWEEN,
            EQ,
            GT,
            NE,
            NE2,
            LE,
            GE,
            PLUS,
            MINUS,
            STAR,
            SLASH,
            PERCENT_REMAINDER,
            CONCAT);

    private static final Set<Integer> OPERATORS = Set.of(PLUS, MINUS, STAR, SLASH, PERCENT_REMAINDER, CONCAT, DOT);

    private static final Set<Integer> AFTER_OPERAND = Set.of(
            EOF, SEMICOLON, COMMA, RPAREN, FROM, WHERE, GROUP, HAVING, ORDER, LIMIT, UNION, EMIT, AS, IS, IN, BETWEEN,
            LIKE, NOT, AND, OR, WHEN, THEN, ELSE, END, ASC, DESC, EQ, NE, NE2, LE, GE, LT, GT);

    /** Before ANY it compares with each of a list or a query. */
    private static final Set<Integer> COMPARISONS =
            Set.of(EQ, NE, NE2, LT, GT, LE, GE, QUANTIFIED_LIKE, QUANTIFIED_ILIKE);

    private static final Set<Integer> QUANTIFIERS = Set.of(ANY, SOME, ALL);

    /** What may be behind the parenthesis of {@code EXISTS (query)}. */
    private static final Set<Integer> QUERIES = Set.of(SELECT, WITH, VALUES, TABLE, LPAREN);

    private final List<Token> ahead = new ArrayList<>();
    private Token last = new Token();

    /** Angle brackets that are open since {@code MAP<}: what is in them are types. */
    private int angles;

    ContextualTokens(SimpleCharStream stream) {
        super(stream);
        SwitchTo(BTID);
    }

    @Override
    public Token getNextToken() {
        Token token = ahead.isEmpty() ? super.getNextToken() : ahead.remove(0);
        if (last.kind == DOT && Words.isWord(token) || token.kind == LATE && kindAhead() != INTO) {
            token.kind = IDENTIFIER;
        } else if (isFunction(token.kind) && kindAhead() == LPAREN) {
            token.kind = IDENTIFIER;
        } else if (token.kind == EXISTS && kindAhead() == LPAREN && !QUERIES.contains(kindAhead(2))) {
            token.kind = IDENTIFIER;
        } else if (token.kind == NOT || token.kind == LIKE || token.kind == ILIKE) {
            token.kind = quantified(token.kind);
        } else if (NAMES.contains(token.kind) && isName(last.kind, token.kind, kindAhead())) {
            quote(token);
        } else if (token.kind == EOF && last.image != null) {
            placeBehindLast(token);
        }
        countAngles(token.kind);
        last = token;
        return token;
    }

    /** {@code LIKE ANY (}, {@code NOT LIKE ALL (}. */
    private int quantified(int kind) {
        int place = kind == NOT ? 2 : 1;
        int like = kind == NOT ? kindAhead() : kind;
        boolean quantified = (like == LIKE || like == ILIKE)
                && QUANTIFIERS.contains(kindAhead(place))
                && kindAhead(place + 1) == LPAREN;
        if (!quantified) {
            return kind;
        }
        return kind == NOT ? QUANTIFIED_NOT : kind == LIKE ? QUANTIFIED_LIKE : QUANTIFIED_ILIKE;
    }

    private void countAngles(int kind) {
        if (kind == LT && (angles > 0 || last.kind == MAP)) {
            angles++;
        } else if (kind == GT && angles > 0) {
            angles--;
        } else if (kind == SEMICOLON) {
            angles = 0;
        }
    }

    private void placeBehindLast(Token end) {
        end.beginLine = last.endLine;
        end.endLine = last.endLine;
        end.beginColumn = last.endColumn + 1;
        end.endColumn = last.endColumn + 1;
    }

    /** The last token that was read, without the one read ahead; before the first its position is 0:0. */
    Token last() {
        return last;
    }

    /** With quotes it is a column for the validator too, which else takes USER for a function. */
    private static void quote(Token token) {
        token.kind = BACK_QUOTED_IDENTIFIER;
        token.image = "`" + token.image + "`";
    }

    private boolean isName(int before, int kind, int after) {
        boolean ends = AFTER_OPERAND.contains(after) || OPERATORS.contains(after);
        if (before == AS) {
            if (kind == ROW && after == LT) {
                return false; // CAST(x AS ROW<a INT>)
            }
            return TYPES.contains(kind) ? OPERATORS.contains(after) : ends;
        }
        // MAP<STRING, DATE>, MAP<STRING, ROW<a INT>>
        boolean inType = angles > 0 && before == COMMA && (TYPES.contains(kind) || kind == ROW);
        return ends && !inType && BEFORE_OPERAND.contains(before);
    }

    private boolean isFunction(int kind) {
        return FUNCTIONS.contains(kind) && last.kind != FETCH
                || kind == FILTER && last.kind != RPAREN
                || kind == ANY && !COMPARISONS.contains(last.kind);
    }

    private int kindAhead() {
        return kindAhead(1);
    }

    private int kindAhead(int places) {
        while (ahead.size() < places) {
            ahead.add(super.getNextToken());
        }
        return ahead.get(places - 1).kind;
    }
}
