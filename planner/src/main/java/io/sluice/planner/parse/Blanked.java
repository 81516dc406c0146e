package io.sluice.planner.parse;

import io.sluice.planner.Position;
import io.sluice.planner.SourceText;

/** A text in which all but one range is white space, so that what stands there keeps its lines and columns. */
final class Blanked {
    private Blanked() {}

    static String allBut(String text, Position position) {
        SourceText source = SourceText.of(text);
        int from = source.offset(position.line(), position.column());
        int to = source.offset(position.endLine(), position.endColumn() + 1);
        StringBuilder out = new StringBuilder(to);
        for (int i = 0; i < from; i++) {
            char c = text.charAt(i);
            out.append(c == '\n' || c == '\r' ? c : ' ');
        }
        return out.append(text, from, to).toString();
    }
}
