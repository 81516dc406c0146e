package io.sluice.planner.parse;

import java.io.StringReader;
import java.util.Locale;
import org.apache.calcite.sql.parser.SqlAbstractParserImpl.Metadata;

/** Which tokens look like words, and which words are reserved. */
final class Words {
    private Words() {}

    /** A name without quotes, or a keyword, which some places take for a name. */
    static boolean isWord(Token token) {
        String image = token.image;
        return token.kind != GeneratedParserConstants.EOF
                && !image.isEmpty()
                && Character.isJavaIdentifierStart(image.charAt(0))
                && image.chars().allMatch(Character::isJavaIdentifierPart);
    }

    static boolean isKeyword(Token token) {
        return isWord(token) && token.kind != GeneratedParserConstants.IDENTIFIER;
    }

    static boolean isReserved(String word) {
        Metadata metadata = Known.METADATA;
        String upper = word.toUpperCase(Locale.ROOT);
        return metadata.isKeyword(upper) && !metadata.isNonReservedKeyword(upper);
    }

    /** Only errors need it: building it parses a few hundred texts. */
    private static final class Known {
        static final Metadata METADATA = new GeneratedParser(new StringReader("")).getMetadata();
    }
}
