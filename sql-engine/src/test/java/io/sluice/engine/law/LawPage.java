package io.sluice.engine.law;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The page {@code docs/law.md}, whose table is made; {@code -Dgolden.update=true} rewrites it. */
final class LawPage {
    private static final Path PAGE = Path.of("../docs/law.md");
    private static final String BEGIN = "<!-- matrix -->\n";
    private static final String END = "<!-- end of matrix -->\n";

    private LawPage() {}

    static void check(LawMatrix matrix) throws IOException {
        String page = Files.readString(PAGE);
        int begin = page.indexOf(BEGIN) + BEGIN.length();
        String made = page.substring(0, begin) + "\n" + matrix.table() + "\n" + page.substring(page.indexOf(END));
        if (Boolean.getBoolean("golden.update")) {
            Files.writeString(PAGE, made);
        }
        assertThat(Files.readString(PAGE)).isEqualTo(made);
    }
}
