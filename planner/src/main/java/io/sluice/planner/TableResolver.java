package io.sluice.planner;

import static java.util.Objects.requireNonNull;

import io.sluice.planner.plan.Emission;
import io.sluice.planner.udf.UserFunction;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/** How the planner asks for tables and views; the catalog implements it. Names are case-sensitive. */
public interface TableResolver {
    Optional<Relation> find(String name);

    /** All names, to suggest the nearest when one is not found. */
    List<String> names();

    /**
     * About how many rows a table has that ends, if that is known without reading it. The order of joins is decided by it, and with that
     * what is kept: a query that goes on must get the answers of its first start.
     */
    default OptionalLong rows(String name) {
        return OptionalLong.empty();
    }

    /**
     * Whether the query goes on with state in which approximate aggregates, if it has any, keep all values: they go on so, whatever
     * is set now.
     */
    default boolean startedExactly() {
        return false;
    }

    /** A function that a user has created, by its name in upper case. */
    default Optional<UserFunction> function(String name) {
        return Optional.empty();
    }

    /** What a name stands for. */
    sealed interface Relation {
        /** A table, and how its watermark is kept. */
        record Table(TableDefinition definition, Abilities abilities, WatermarkOptions watermark) implements Relation {
            public Table(TableDefinition definition, Abilities abilities) {
                this(definition, abilities, WatermarkOptions.NONE);
            }

            public Table {
                requireNonNull(watermark, "watermark");
                requireNonNull(definition, "definition");
                requireNonNull(abilities, "abilities");
            }
        }

        /** A view: its query as SQL, and its columns if they were renamed. */
        record View(String name, String query, List<String> columns) implements Relation {
            public View {
                requireNonNull(name, "name");
                requireNonNull(query, "query");
                columns = List.copyOf(columns);
            }
        }
    }

    /**
     * What the connector of a table can do.
     *
     * @param connector its name, for messages
     * @param bounded reading it ends
     * @param modes what it takes when it is written
     */
    record Abilities(String connector, boolean readable, boolean bounded, boolean writable, Set<Emission.Mode> modes) {
        public Abilities {
            requireNonNull(connector, "connector");
            modes = Set.copyOf(modes);
        }
    }
}
