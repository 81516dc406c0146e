package io.sluice.planner.function;

import static io.sluice.planner.function.Entry.entry;
import static io.sluice.planner.function.Parameter.integer;
import static io.sluice.planner.function.Parameter.text;
import static io.sluice.planner.plan.TypeKind.BIGINT;
import static io.sluice.planner.plan.TypeKind.STRING;

import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/** Functions of URLs. */
public final class UrlFunctions {
    private UrlFunctions() {}

    static List<ScalarFunction> all() {
        return Entry.all(
                "URLs",
                UrlFunctions.class,
                entry("URL_ENCODE", "urlEncode")
                        .takes(text("s"))
                        .gives(STRING)
                        .says("URL_ENCODE(s)", "A text as it is written in a form of a URL.")
                        .shows("URL_ENCODE('a b&c')", "a+b%26c"),
                entry("URL_DECODE", "urlDecode")
                        .takes(text("s"))
                        .nullable()
                        .gives(STRING)
                        .says("URL_DECODE(s)", "The text that is written in a form of a URL; NULL if it is none.")
                        .shows("URL_DECODE('a+b%26c')", "a b&c")
                        .shows("URL_DECODE('%zz')", "NULL"),
                entry("PARSE_URL", "parseUrl")
                        .takes(text("url"), text("part"))
                        .nullable()
                        .gives(STRING)
                        .says(
                                "PARSE_URL(url, part)",
                                "A part of a URL: HOST, PATH, QUERY, REF, PROTOCOL, AUTHORITY, FILE or USERINFO.")
                        .shows("PARSE_URL('http://a.com/p?k1=v1', 'HOST')", "a.com")
                        .shows("PARSE_URL('http://a.com', 'host')", "NULL"),
                entry("PARSE_URL/KEY", "parseUrlKey")
                        .takes(text("url"), text("part"), text("key"))
                        .nullable()
                        .gives(STRING)
                        .says("PARSE_URL(url, 'QUERY', key)", "The value of a key of the query, as it is written.")
                        .shows("PARSE_URL('http://a.com/p?k1=v1&k2=v2', 'QUERY', 'k2')", "v2"),
                entry("INET_ATON", "addressToNumber")
                        .takes(text("address"))
                        .nullable()
                        .gives(BIGINT)
                        .says("INET_ATON(address)", "The number of an IPv4 address; NULL if it is none.")
                        .shows("INET_ATON('10.0.5.9')", "167773449")
                        .shows("INET_ATON('127.1')", "2130706433"),
                entry("INET_NTOA", "numberToAddress")
                        .takes(integer("n"))
                        .nullable()
                        .gives(STRING)
                        .says("INET_NTOA(n)", "The IPv4 address of a number; NULL if it has none.")
                        .shows("INET_NTOA(167773449)", "10.0.5.9"));
    }

    /** With fewer than four parts, the last has the bytes of those that are missing. */
    public static long addressToNumber(Utf8 address) {
        long number = 0;
        long part = -1;
        int parts = 1;
        for (int i = address.start; i < address.start + address.length; i++) {
            byte letter = address.bytes[i];
            if (letter == '.') {
                if (part < 0 || part > 255 || parts == 4) {
                    return ScalarFunction.NULL_LONG;
                }
                number = number << 8 | part;
                part = -1;
                parts++;
            } else if (letter >= '0' && letter <= '9' && part <= 0xFFFF_FFFFL) {
                part = Math.max(0, part) * 10 + letter - '0';
            } else {
                return ScalarFunction.NULL_LONG;
            }
        }
        int bits = 8 * (5 - parts);
        return part < 0 || parts == 1 && address.length == 0 || part >= 1L << bits
                ? ScalarFunction.NULL_LONG
                : number << bits | part;
    }

    public static boolean numberToAddress(long number, Utf8 out) {
        if (number < 0 || number > 0xFFFF_FFFFL) {
            return false;
        }
        out.appendAscii("%d.%d.%d.%d".formatted(number >> 24, number >> 16 & 255, number >> 8 & 255, number & 255));
        return true;
    }

    public static void urlEncode(Utf8 text, Utf8 out) {
        out.append(URLEncoder.encode(text.toString(), StandardCharsets.UTF_8));
    }

    public static boolean urlDecode(Utf8 text, Utf8 out) {
        try {
            out.append(URLDecoder.decode(text.toString(), StandardCharsets.UTF_8));
            return true;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    public static boolean parseUrl(Utf8 url, Utf8 part, Utf8 out) {
        Optional<String> value = parse(url).flatMap(uri -> part(uri, part.toString()));
        value.ifPresent(out::append);
        return value.isPresent();
    }

    public static boolean parseUrlKey(Utf8 url, Utf8 part, Utf8 key, Utf8 out) {
        if (!part.toString().equals("QUERY")) {
            return false;
        }
        Optional<String> value = parse(url)
                .flatMap(uri -> Optional.ofNullable(uri.getRawQuery()))
                .flatMap(query -> value(query, key + "="));
        value.ifPresent(out::append);
        return value.isPresent();
    }

    private static Optional<String> value(String query, String start) {
        for (String field : query.split("&")) {
            if (field.startsWith(start)) {
                return Optional.of(field.substring(start.length()));
            }
        }
        return Optional.empty();
    }

    private static Optional<URI> parse(Utf8 url) {
        try {
            URI uri = new URI(url.toString());
            return Optional.of(uri).filter(URI::isAbsolute).filter(parsed -> !parsed.isOpaque());
        } catch (URISyntaxException e) {
            return Optional.empty();
        }
    }

    private static Optional<String> part(URI uri, String name) {
        return Optional.ofNullable(
                switch (name) {
                    case "HOST" -> uri.getHost();
                    case "PATH" -> uri.getRawPath();
                    case "QUERY" -> uri.getRawQuery();
                    case "REF" -> uri.getRawFragment();
                    case "PROTOCOL" -> uri.getScheme();
                    case "AUTHORITY" -> uri.getRawAuthority();
                    case "FILE" -> uri.getRawPath() + (uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery());
                    case "USERINFO" -> uri.getRawUserInfo();
                    default -> null;
                });
    }
}
