package io.sluice.planner.function;

import static io.sluice.planner.function.Entry.entry;
import static io.sluice.planner.function.Parameter.integer;
import static io.sluice.planner.function.Parameter.text;
import static io.sluice.planner.function.Parameter.textOrBytes;
import static io.sluice.planner.plan.TypeKind.BOOLEAN;
import static io.sluice.planner.plan.TypeKind.INT;
import static io.sluice.planner.plan.TypeKind.STRING;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;

/** Codes of characters, digests and encodings of the UTF-8 bytes of text, and tests of what text is made of. */
public final class EncodingFunctions {
    private static final byte[] LOWER_HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] UPPER_HEX = "0123456789ABCDEF".getBytes(StandardCharsets.US_ASCII);

    /** How the digests of 'a' start. */
    private static final Map<Integer, String> SHA_OF_A = Map.of(224, "abd3", 256, "ca97", 384, "54a5", 512, "1f40");

    private EncodingFunctions() {}

    static List<ScalarFunction> all() {
        List<Entry> entries = new ArrayList<>(List.of(
                entry("ASCII", "ascii")
                        .takes(text("s"))
                        .gives(INT)
                        .says("ASCII(s)", "The code point of the first character; 0 if there is none.")
                        .shows("ASCII('é')", "233"),
                entry("CHR", "chr")
                        .takes(integer("code"))
                        .gives(STRING)
                        .says("CHR(code)", "The character with a code of 0 to 255; larger ones start again at 0.")
                        .shows("CHR(353)", "a"),
                entry("BIN", "bin")
                        .takes(integer("n"))
                        .gives(STRING)
                        .says("BIN(n)", "A number in binary, negative ones as two's complement of 64 bits.")
                        .shows("BIN(4)", "100"),
                entry("HEX/BIGINT", "hexLong")
                        .takes(integer("n"))
                        .gives(STRING)
                        .says("HEX(n)", "A number in hexadecimal, negative ones as two's complement of 64 bits.")
                        .shows("HEX(-1)", "FFFFFFFFFFFFFFFF"),
                entry("HEX/STRING", "hexText")
                        .takes(textOrBytes("s"))
                        .gives(STRING)
                        .says("HEX(s)", "The bytes of a text, or BYTES, in hexadecimal.")
                        .shows("HEX('é')", "C3A9"),
                entry("TO_BASE64", "toBase64")
                        .takes(textOrBytes("s"))
                        .gives(STRING)
                        .says("TO_BASE64(s)", "A text in base 64.")
                        .shows("TO_BASE64('hello')", "aGVsbG8="),
                entry("FROM_BASE64", "fromBase64")
                        .takes(text("s"))
                        .gives(STRING)
                        .says("FROM_BASE64(s)", "The text that is written in base 64; padding may be missing.")
                        .shows("FROM_BASE64('YQ')", "a"),
                is("IS_ALPHA", "isAlpha", "Whether a text is of letters only.").shows("IS_ALPHA('é')", "TRUE"),
                is("IS_DIGIT", "isDigit", "Whether a text is of digits only.").shows("IS_DIGIT('-1')", "FALSE"),
                is("IS_DECIMAL", "isDecimal", "Whether a text can be cast to DOUBLE.")
                        .shows("IS_DECIMAL('1e5')", "TRUE")));
        entries.add(digest("MD5", "md5").shows("MD5('')", "d41d8cd98f00b204e9800998ecf8427e"));
        entries.add(digest("SHA1", "sha1").shows("SHA1('a')", "86f7e437faa5a7fce15d1ddcb9eaeaea377667b8"));
        for (int bits : new int[] {224, 256, 384, 512}) {
            entries.add(digest("SHA" + bits, "sha" + bits).shows("LEFT(SHA" + bits + "('a'), 4)", SHA_OF_A.get(bits)));
        }
        entries.add(entry("SHA2", "sha2")
                .takes(textOrBytes("s"), integer("bits"))
                .gives(STRING)
                .says("SHA2(s, bits)", "The SHA-2 digest of 224, 256, 384 or 512 bits in hexadecimal.")
                .shows("LEFT(SHA2('a', 256), 4)", "ca97"));
        return Entry.all("Codes and digests", EncodingFunctions.class, entries);
    }

    private static Entry is(String name, String method, String description) {
        return entry(name, method)
                .takes(text("s"))
                .seesNulls()
                .gives(BOOLEAN)
                .says(name + "(s)", description + " FALSE for NULL and for empty text.");
    }

    private static Entry digest(String name, String method) {
        return entry(name, method)
                .takes(textOrBytes("s"))
                .gives(STRING)
                .says(name + "(s)", "The " + name + " digest of a text in hexadecimal.");
    }

    public static long ascii(Utf8 text) {
        return text.length == 0 ? 0 : Text.codePoint(text.bytes, text.start, text.start + text.length);
    }

    public static void chr(long code, Utf8 out) {
        if (code >= 0) {
            Text.append((int) (code % 256), out);
        }
    }

    public static void bin(long value, Utf8 out) {
        out.appendAscii(Long.toBinaryString(value));
    }

    public static void hexLong(long value, Utf8 out) {
        int digits = Math.max(1, (67 - Long.numberOfLeadingZeros(value)) / 4);
        for (int shift = 4 * digits - 4; shift >= 0; shift -= 4) {
            out.append(UPPER_HEX[(int) (value >>> shift) & 15]);
        }
    }

    public static void hexText(Utf8 text, Utf8 out) {
        appendHex(text.bytes, text.start, text.length, UPPER_HEX, out);
    }

    private static void appendHex(byte[] bytes, int start, int length, byte[] digits, Utf8 out) {
        out.reserve(2 * length);
        for (int i = start; i < start + length; i++) {
            out.append(digits[bytes[i] >> 4 & 15]);
            out.append(digits[bytes[i] & 15]);
        }
    }

    public static void toBase64(Utf8 text, Utf8 out) {
        byte[] encoded = Base64.getEncoder().encode(copy(text));
        out.append(encoded, 0, encoded.length);
    }

    public static void fromBase64(Utf8 text, Utf8 out) {
        try {
            out.append(new String(Base64.getDecoder().decode(copy(text)), StandardCharsets.UTF_8));
        } catch (IllegalArgumentException e) {
            throw new RowException(
                    "cannot decode " + Text.quoted(text) + " from base 64",
                    "Filter such texts out, for example with REGEXP.");
        }
    }

    private static byte[] copy(Utf8 text) {
        return Arrays.copyOfRange(text.bytes, text.start, text.start + text.length);
    }

    public static void md5(Utf8 text, Utf8 out) {
        digest("MD5", text, out);
    }

    public static void sha1(Utf8 text, Utf8 out) {
        digest("SHA-1", text, out);
    }

    public static void sha224(Utf8 text, Utf8 out) {
        digest("SHA-224", text, out);
    }

    public static void sha256(Utf8 text, Utf8 out) {
        digest("SHA-256", text, out);
    }

    public static void sha384(Utf8 text, Utf8 out) {
        digest("SHA-384", text, out);
    }

    public static void sha512(Utf8 text, Utf8 out) {
        digest("SHA-512", text, out);
    }

    public static void sha2(Utf8 text, long bits, Utf8 out) {
        if (bits != 224 && bits != 256 && bits != 384 && bits != 512) {
            throw new RowException("SHA2 has 224, 256, 384 or 512 bits, got " + bits, "Give one of these numbers.");
        }
        digest("SHA-" + bits, text, out);
    }

    private static void digest(String algorithm, Utf8 text, Utf8 out) {
        MessageDigest digest;
        try {
            digest = MessageDigest.getInstance(algorithm);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("no digest " + algorithm, e);
        }
        digest.update(text.bytes, text.start, text.length);
        byte[] bytes = digest.digest();
        appendHex(bytes, 0, bytes.length, LOWER_HEX, out);
    }

    public static boolean isAlpha(Utf8 text) {
        return text != null && text.length > 0 && text.toString().codePoints().allMatch(Character::isLetter);
    }

    public static boolean isDigit(Utf8 text) {
        return text != null && text.length > 0 && text.toString().codePoints().allMatch(Character::isDigit);
    }

    public static boolean isDecimal(Utf8 text) {
        if (text == null) {
            return false;
        }
        try {
            NumberText.parseDouble(text);
            return true;
        } catch (RowException e) {
            return false;
        }
    }
}
