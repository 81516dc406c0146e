package io.sluice.planner;

import io.sluice.planner.plan.Emission;
import java.util.List;
import java.util.Optional;

/** A parsed statement of a script. */
public sealed interface Statement {
    /** The statement's place in the script. */
    Position position();

    /** CREATE TABLE; {@code like} and {@code query} are LIKE and AS. */
    record CreateTable(
            Position position,
            boolean ifNotExists,
            TableDefinition table,
            Optional<Like> like,
            Optional<ParsedQuery> query)
            implements Statement {}

    /** {@code LIKE table (INCLUDING | EXCLUDING | OVERWRITING …)}: what the new table takes from the other. */
    record Like(
            Position position,
            String table,
            boolean options,
            boolean overwriteOptions,
            boolean watermarks,
            boolean computed,
            boolean metadata,
            boolean constraints,
            boolean partitions) {}

    /** CREATE [TEMPORARY] VIEW. */
    record CreateView(
            Position position,
            boolean replace,
            boolean ifNotExists,
            String name,
            List<String> columns,
            ParsedQuery query)
            implements Statement {}

    /** CREATE MATERIALIZED VIEW: the live result of a query, by name. */
    record CreateMaterializedView(
            Position position, boolean ifNotExists, String name, List<String> columns, ParsedQuery query)
            implements Statement {}

    /** CREATE [TEMPORARY] [SYSTEM] FUNCTION; {@code jars} are paths as they are written. */
    record CreateFunction(Position position, boolean ifNotExists, String name, String type, List<String> jars)
            implements Statement {}

    /** DROP TABLE | [MATERIALIZED] VIEW | FUNCTION. */
    record Drop(Position position, Kind kind, boolean ifExists, String name) implements Statement {
        /** What is dropped. */
        public enum Kind {
            TABLE,
            VIEW,
            MATERIALIZED_VIEW,
            FUNCTION
        }
    }

    /** INSERT INTO target [(columns)] query [EMIT …] [LATE INTO …]. */
    record Insert(
            Position position,
            Position targetPosition,
            String target,
            List<String> columns,
            ParsedQuery query,
            Optional<Emit> emit,
            Optional<LateInto> lateInto)
            implements Statement {}

    /** A plain query, which prints to the console. */
    record Select(Position position, ParsedQuery query, Optional<Emit> emit, Optional<LateInto> lateInto)
            implements Statement {}

    /** EXECUTE STATEMENT SET BEGIN … END. */
    record StatementSet(Position position, List<Insert> inserts) implements Statement {}

    /** SET 'key' = 'value'; without a key and a value: show all. */
    record Set(Position position, Optional<String> key, Optional<String> value) implements Statement {}

    /** RESET ['key']. */
    record Reset(Position position, Optional<String> key) implements Statement {}

    /** EXPLAIN [PLAN FOR] insert, select or statement set. */
    record Explain(Position position, Statement statement) implements Statement {}

    /** SHOW TABLES | VIEWS | FUNCTIONS | CREATE TABLE name. */
    record Show(Position position, What what, Optional<String> name) implements Statement {
        /** What is shown. */
        public enum What {
            TABLES,
            VIEWS,
            FUNCTIONS,
            CREATE_TABLE
        }
    }

    /** DESCRIBE name. */
    record Describe(Position position, String name) implements Statement {}

    /** EMIT …; {@code mode} is empty for EMIT CHANGES, which is update or changelog by what the sink can take. */
    record Emit(Position position, Optional<Emission.Mode> mode) {}

    /** LATE INTO name. */
    record LateInto(Position position, String sink) {}
}
