package com.github.nexmark.flink.udf;

import org.apache.flink.table.functions.ScalarFunction;

/** The function of query 14 as Flink calls it, under the name that the query has for it. */
public final class CountChar extends ScalarFunction {
    private static final long serialVersionUID = 1;

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
