package io.sluice.planner.function;

/** A pattern of ILIKE, prepared: both sides are compared in lower case. */
public final class CaselessPattern {
    private final LikePattern pattern;

    public CaselessPattern(String text) {
        Utf8 lower = new Utf8();
        StringFunctions.lower(Utf8.of(text), lower);
        pattern = new LikePattern(lower.toString());
    }

    boolean matches(Utf8 text) {
        Utf8 lower = new Utf8(new byte[text.length], 0, 0);
        StringFunctions.lower(text, lower);
        return pattern.matches(lower);
    }
}
