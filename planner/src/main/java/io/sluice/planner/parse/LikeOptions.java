package io.sluice.planner.parse;

import io.sluice.planner.Position;
import io.sluice.planner.Statement;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;

/** The options of LIKE, such as {@code EXCLUDING ALL INCLUDING GENERATED}. */
final class LikeOptions {
    private enum Feature {
        ALL,
        OPTIONS,
        WATERMARKS,
        GENERATED,
        METADATA,
        CONSTRAINTS,
        PARTITIONS
    }

    private enum Strategy {
        INCLUDING,
        EXCLUDING,
        OVERWRITING
    }

    private final Map<Feature, Strategy> strategies = new EnumMap<>(Feature.class);

    void add(GrammarActions actions, Token strategyWord, Token featureWord) {
        Strategy strategy = Strategy.valueOf(strategyWord.image.toUpperCase(Locale.ROOT));
        Feature feature = Feature.valueOf(featureWord.image.toUpperCase(Locale.ROOT));
        Position position = actions.position(strategyWord, featureWord);
        if (strategy == Strategy.OVERWRITING && feature != Feature.OPTIONS) {
            throw actions.failure(
                    position,
                    "LIKE cannot take OVERWRITING %s: expected OVERWRITING OPTIONS".formatted(feature),
                    "Leave the feature out with EXCLUDING %s and declare it again.".formatted(feature));
        }
        if (strategies.put(feature, strategy) != null) {
            throw actions.failure(
                    position, "option %s of LIKE is given twice".formatted(feature), "Leave one of them out.");
        }
    }

    /** Without an option for it, a feature is included, and the new table's own options win. */
    Statement.Like statement(Position position, String table) {
        boolean overwrite = !strategies.containsKey(Feature.OPTIONS) && !strategies.containsKey(Feature.ALL)
                || strategies.get(Feature.OPTIONS) == Strategy.OVERWRITING;
        return new Statement.Like(
                position,
                table,
                takes(Feature.OPTIONS),
                overwrite,
                takes(Feature.WATERMARKS),
                takes(Feature.GENERATED),
                takes(Feature.METADATA),
                takes(Feature.CONSTRAINTS),
                takes(Feature.PARTITIONS));
    }

    private boolean takes(Feature feature) {
        Strategy all = strategies.getOrDefault(Feature.ALL, Strategy.INCLUDING);
        return strategies.getOrDefault(feature, all) != Strategy.EXCLUDING;
    }
}
