package io.sluice.planner.function;

import java.util.Optional;

/**
 * A text that is in everything that a regular expression finds, so that it need not be tried on a text without it, nor long before
 * it. Found for expressions without alternatives at the top, flags, back references and looks around; others have none.
 *
 * @param text at least two characters
 * @param before how many characters before it an occurrence begins at most; {@link #ANY}: any number
 */
record RequiredText(String text, int before) {
    static final int ANY = Integer.MAX_VALUE;

    /** An expression that is more than this reader knows. */
    private static final class Unknown extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Unknown() {
            super("", null, false, false);
        }
    }

    /** @param regex a valid one, in Java's syntax */
    static Optional<RequiredText> of(String regex) {
        try {
            Reader reader = new Reader(regex);
            reader.sequence(0);
            if (reader.at < regex.length()) {
                return Optional.empty();
            }
            return reader.best();
        } catch (Unknown e) {
            return Optional.empty();
        }
    }

    /** Reads an expression from left to right; lengths are in characters, at most {@link #ANY}. */
    private static final class Reader {
        private static final String CLASSES = "dDwWsShHvV";
        private static final String ANCHORS = "bBAzZ";

        private final String regex;
        private int at;
        private final StringBuilder run = new StringBuilder();
        private int runBefore;
        private String bestText = "";
        private int bestBefore = ANY;

        /** Of the element that was read last: its character if it stands for itself, and the most characters that it takes. */
        private char literal;

        private boolean isLiteral;
        private int length;

        Reader(String regex) {
            this.regex = regex;
        }

        Optional<RequiredText> best() {
            return bestText.length() < 2 ? Optional.empty() : Optional.of(new RequiredText(bestText, bestBefore));
        }

        /** Up to a bar, a closing parenthesis or the end; gives the most characters that it takes. */
        private int sequence(int depth) {
            int before = 0;
            while (at < regex.length() && regex.charAt(at) != '|' && regex.charAt(at) != ')') {
                element(depth);
                int most = times();
                if (depth == 0 && isLiteral && most == 1) {
                    if (run.isEmpty()) {
                        runBefore = before;
                    }
                    run.append(literal);
                } else if (depth == 0) {
                    endRun();
                }
                before = plus(before, times(length, Math.abs(most)));
            }
            if (depth == 0) {
                endRun();
            }
            return before;
        }

        private void endRun() {
            boolean better =
                    run.length() > bestText.length() || run.length() == bestText.length() && runBefore < bestBefore;
            if (better) {
                bestText = run.toString();
                bestBefore = runBefore;
            }
            run.setLength(0);
        }

        private void element(int depth) {
            char c = next();
            isLiteral = false;
            switch (c) {
                case '\\' -> escape();
                case '[' -> {
                    classOfCharacters();
                    length = 2;
                }
                case '(' -> group(depth);
                case '.' -> length = 2;
                case '^', '$' -> length = 0;
                case '*', '+', '?', '{' -> throw new Unknown();
                default -> literal(c);
            }
        }

        private void literal(char c) {
            if (Character.isSurrogate(c)) {
                throw new Unknown();
            }
            literal = c;
            isLiteral = true;
            length = 1;
        }

        private void escape() {
            char c = next();
            if (CLASSES.indexOf(c) >= 0) {
                length = 2;
            } else if (ANCHORS.indexOf(c) >= 0) {
                length = 0;
            } else if (c < 0x80 && Character.isLetterOrDigit(c)) {
                throw new Unknown();
            } else {
                literal(c);
            }
        }

        private void classOfCharacters() {
            if (peek() == '^') {
                at++;
            }
            if (peek() == ']') {
                throw new Unknown();
            }
            for (char c = next(); c != ']'; c = next()) {
                if (c == '[' || c == '&' && peek() == '&') {
                    throw new Unknown();
                }
                if (c == '\\') {
                    char escaped = next();
                    if (escaped == 'Q' || escaped == 'E') {
                        throw new Unknown();
                    }
                }
            }
        }

        private void group(int depth) {
            if (peek() == '?') {
                at++;
                if (next() != ':') {
                    throw new Unknown();
                }
            }
            int most = sequence(depth + 1);
            while (peek() == '|') {
                at++;
                most = Math.max(most, sequence(depth + 1));
            }
            if (next() != ')') {
                throw new Unknown();
            }
            isLiteral = false;
            length = most;
        }

        /** How often the last element comes at most; 1 only if it has no quantifier. Negative if once, but not always. */
        private int times() {
            int most;
            switch (peek()) {
                case '?' -> most = -1;
                case '*', '+' -> most = ANY;
                case '{' -> {
                    return braces();
                }
                default -> {
                    return 1;
                }
            }
            at++;
            skipManner();
            return most;
        }

        private int braces() {
            int end = regex.indexOf('}', at);
            if (end < 0) {
                throw new Unknown();
            }
            String[] bounds = regex.substring(at + 1, end).split(",", -1);
            at = end + 1;
            skipManner();
            String last = bounds[bounds.length - 1];
            int most = last.isEmpty() ? ANY : last.length() > 4 ? ANY : Integer.parseInt(last);
            return most == 1 ? -1 : most;
        }

        private void skipManner() {
            if (peek() == '?' || peek() == '+') {
                at++;
            }
        }

        private static int plus(int a, int b) {
            return a == ANY || b == ANY ? ANY : (int) Math.min(ANY, (long) a + b);
        }

        private static int times(int a, int b) {
            return a == 0 || b == 0 ? 0 : a == ANY || b == ANY ? ANY : (int) Math.min(ANY, (long) a * b);
        }

        private char peek() {
            return at < regex.length() ? regex.charAt(at) : '\0';
        }

        private char next() {
            if (at == regex.length()) {
                throw new Unknown();
            }
            return regex.charAt(at++);
        }
    }
}
