package io.sluice.engine.testing;

import java.util.ArrayList;
import java.util.List;

/** Two lists of lines, one beside the other: by the longest common sequence. */
final class LineDifference {
    private LineDifference() {}

    /** {@code "  - "} stands before what only the first has, {@code "  + "} before what only the second has. */
    static List<String> of(List<String> wanted, List<String> given) {
        int[][] common = common(wanted, given);
        List<String> lines = new ArrayList<>();
        int i = 0;
        int j = 0;
        while (i < wanted.size() || j < given.size()) {
            if (i < wanted.size() && j < given.size() && wanted.get(i).equals(given.get(j))) {
                lines.add("    " + wanted.get(i));
                i++;
                j++;
            } else if (j == given.size() || i < wanted.size() && common[i + 1][j] >= common[i][j + 1]) {
                lines.add("  - " + wanted.get(i++));
            } else {
                lines.add("  + " + given.get(j++));
            }
        }
        return lines;
    }

    /** How many lines the rests from i and from j have in common. */
    private static int[][] common(List<String> wanted, List<String> given) {
        int[][] common = new int[wanted.size() + 1][given.size() + 1];
        for (int i = wanted.size() - 1; i >= 0; i--) {
            for (int j = given.size() - 1; j >= 0; j--) {
                common[i][j] = wanted.get(i).equals(given.get(j))
                        ? common[i + 1][j + 1] + 1
                        : Math.max(common[i + 1][j], common[i][j + 1]);
            }
        }
        return common;
    }
}
