package com.github.nexmark.flink.udf;

import io.sluice.planner.udf.ScalarFunction;

/** How often a text has a character: the function that the published text of Nexmark's query 14 names by its class. */
public final class CountChar extends ScalarFunction {
    /** @param character only its first one counts */
    public long eval(String text, String character) {
        if (text == null || character == null || character.isEmpty()) {
            return 0;
        }
        char wanted = character.charAt(0);
        long count = 0;
        for (int i = text.indexOf(wanted); i >= 0; i = text.indexOf(wanted, i + 1)) {
            count++;
        }
        return count;
    }
}
