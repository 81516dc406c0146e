package io.sluice.benchmarks.conformance;

import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * From the lexical rules of the scripts to ours: names in double quotes become names in back-ticks, names without quotes
 * upper case, and the schema in front of a table goes.
 */
final class ScriptDialect {
    private static final Pattern TOKEN = Pattern.compile(
            "(?s)'(?:[^']|'')*'|\"(?:[^\"]|\"\")*\"|`[^`]*`|--[^\n]*|/\\*.*?\\*/|\\w+|.",
            Pattern.UNICODE_CHARACTER_CLASS);

    private ScriptDialect() {}

    static String translate(String sql, List<String> schemas) {
        StringBuilder text = new StringBuilder();
        Matcher matcher = TOKEN.matcher(sql);
        int end = 0;
        while (matcher.find(end)) {
            String token = matcher.group();
            end = matcher.end();
            boolean quoted = token.length() > 1 && token.startsWith("\"");
            String name = quoted ? token.substring(1, token.length() - 1) : token;
            boolean schema = schemas.contains(name.toLowerCase(Locale.ROOT))
                    && end < sql.length()
                    && sql.charAt(end) == '.'
                    && (text.isEmpty() || text.charAt(text.length() - 1) != '.');
            if (schema) {
                end++;
            } else if (quoted) {
                text.append('`')
                        .append(name.replace("\"\"", "\"").replace("`", "``"))
                        .append('`');
            } else if (Character.isLetter(token.charAt(0))) {
                text.append(token.toUpperCase(Locale.ROOT));
            } else {
                text.append(token);
            }
        }
        return text.toString();
    }
}
