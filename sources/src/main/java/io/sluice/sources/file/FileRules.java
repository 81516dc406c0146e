package io.sluice.sources.file;

import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Which names count, wherever they lie: not those that begin with {@code .} or {@code _} (but for a partition {@code
 * _k=v}), nor those of files that are being written.
 *
 * @param names what the name of a file must match
 * @param paths what the absolute path of a file must match as a whole
 */
record FileRules(Optional<PathMatcher> names, Optional<Pattern> paths) {
    private static final List<String> UNFINISHED = List.of(".tmp", ".inprogress", ".crc", "._COPYING_");

    static boolean isVisible(String name) {
        return !name.startsWith(".") && (!name.startsWith("_") || name.indexOf('=') > 0);
    }

    boolean takes(Path folder, Path name) {
        String text = name.toString();
        return UNFINISHED.stream().noneMatch(text::endsWith)
                && (names.isEmpty() || names.get().matches(name))
                && (paths.isEmpty()
                        || paths.get().matcher(folder.resolve(name).toString()).matches());
    }
}
