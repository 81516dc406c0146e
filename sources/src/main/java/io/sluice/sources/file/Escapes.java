package io.sluice.sources.file;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Characters that are hard to write in an option: {@code \t}, {@code \n}, {@code \r}, and {@code \\u0001} by its code. */
final class Escapes {
    private static final Pattern CODE = Pattern.compile("\\\\u([0-9a-fA-F]{4})");

    private Escapes() {}

    static String resolve(String text) {
        Matcher codes = CODE.matcher(text);
        return codes.replaceAll(
                        code -> Matcher.quoteReplacement(String.valueOf((char) Integer.parseInt(code.group(1), 16))))
                .replace("\\t", "\t")
                .replace("\\n", "\n")
                .replace("\\r", "\r");
    }
}
