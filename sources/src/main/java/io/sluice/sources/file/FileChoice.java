package io.sluice.sources.file;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * Which of the files below the paths of a table are read, in which order, and what becomes of them.
 *
 * @param pathRegex the absolute path of a file must match it as a whole
 * @param nameGlob the name of a file must match it
 * @param partitionDefault the name of the folder for NULL
 * @param maxFileAge a file is left out if it is older than the latest by more than this
 * @param remembered so many of the files that were taken are remembered, the latest; older ones than these are left out
 */
public record FileChoice(
        @JsonProperty("recursiveFileLookup") Optional<Boolean> recursiveLookup,
        @JsonProperty("source.path.regex-pattern") Optional<String> pathRegex,
        @JsonProperty("pathGlobFilter") Optional<String> nameGlob,
        @JsonProperty("partition.default-name") Optional<String> partitionDefault,
        @JsonProperty("latestFirst") Optional<Boolean> latestFirstWanted,
        @JsonProperty("maxFileAge") Optional<Duration> maxFileAge,
        @JsonProperty("source.max-remembered-files") Optional<Long> remembered,
        @JsonProperty("maxRowsPerTrigger") Optional<Long> maxRowsPerTrigger,
        @JsonProperty("cleanSource") Optional<CleanSource> clean,
        @JsonProperty("sourceArchiveDir") Optional<Path> archiveFolder) {
    /** All files, oldest first, left where they are. */
    public static final FileChoice DEFAULT = new FileChoice(
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty());

    private static final long MOST_REMEMBERED = 10_000_000;

    /** What becomes of a file that was read, once its batch is committed. */
    public enum CleanSource {
        OFF,
        ARCHIVE,
        DELETE
    }

    public FileChoice {
        requireNonNull(recursiveLookup, "recursiveLookup");
        pathRegex.ifPresent(FileChoice::checkRegex);
        nameGlob.ifPresent(FileChoice::checkGlob);
        if (maxFileAge.isPresent() && maxFileAge.get().compareTo(Duration.ofMillis(1)) < 0) {
            throw new IllegalArgumentException(
                    "'maxFileAge' must be 1 ms or more; leave it out to take files of any age");
        }
        if (maxFileAge.isPresent() && latestFirstWanted.orElse(false)) {
            throw new IllegalArgumentException(
                    "'maxFileAge' cannot be with 'latestFirst' = 'true', which reads the older files last");
        }
        if (remembered.isPresent() && remembered.get() < 1) {
            throw new IllegalArgumentException(
                    "'source.max-remembered-files' must be 1 or more, got %d".formatted(remembered.get()));
        }
        if (remembered.isPresent() && latestFirstWanted.orElse(false)) {
            throw new IllegalArgumentException(
                    "'source.max-remembered-files' cannot be with 'latestFirst' = 'true', which reads the older files last");
        }
        if (maxRowsPerTrigger.isPresent() && maxRowsPerTrigger.get() < 1) {
            throw new IllegalArgumentException(
                    "'maxRowsPerTrigger' must be 1 or more, got %d".formatted(maxRowsPerTrigger.get()));
        }
        boolean archives = clean.equals(Optional.of(CleanSource.ARCHIVE));
        if (archives != archiveFolder.isPresent()) {
            throw new IllegalArgumentException("'cleanSource' = 'archive' and 'sourceArchiveDir' need each other");
        }
    }

    private static void checkRegex(String text) {
        try {
            Pattern.compile(text);
        } catch (PatternSyntaxException e) {
            throw new IllegalArgumentException("'source.path.regex-pattern' is not a regular expression: %s in '%s'"
                    .formatted(e.getDescription(), text));
        }
    }

    private static void checkGlob(String text) {
        try {
            FileSystems.getDefault().getPathMatcher("glob:" + text);
        } catch (PatternSyntaxException e) {
            throw new IllegalArgumentException(
                    "'pathGlobFilter' is not a pattern for names: %s in '%s'".formatted(e.getDescription(), text));
        }
    }

    /** How many of the files that were taken are remembered. With the newest first, older ones may always come. */
    long mostRemembered() {
        return isLatestFirst() ? Long.MAX_VALUE : remembered.orElse(MOST_REMEMBERED);
    }

    /** Whether folders below are looked into: as in Flink, unless it is told otherwise. */
    boolean isRecursive() {
        return recursiveLookup.orElse(true);
    }

    boolean isLatestFirst() {
        return latestFirstWanted.orElse(false);
    }

    CleanSource cleanSource() {
        return clean.orElse(CleanSource.OFF);
    }

    FileRules rules(java.nio.file.FileSystem files) {
        return new FileRules(
                nameGlob.map(glob -> files.getPathMatcher("glob:" + glob)), pathRegex.map(Pattern::compile));
    }
}
