package io.sluice.planner.validate;

import static java.util.Objects.requireNonNull;

import io.sluice.planner.PlanException;
import io.sluice.planner.Position;
import io.sluice.planner.Script;
import io.sluice.planner.SourceText;
import java.util.Optional;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.parser.SqlParserPos;

/** Makes the errors of one script: a place in the tree becomes a place in the text. */
final class ScriptErrors {
    private final Script script;

    ScriptErrors(Script script) {
        this.script = requireNonNull(script, "script");
    }

    Script script() {
        return script;
    }

    /** What stands in the script for a part of the tree. */
    String text(SqlNode node) {
        return location(node.getParserPosition())
                .map(place ->
                        SourceText.of(script.text()).text(place.position()).replaceAll("\\s+", " "))
                .orElseGet(node::toString);
    }

    PlanException at(SqlNode node, String message, String hint) {
        return at(node.getParserPosition(), message, hint);
    }

    PlanException at(SqlParserPos pos, String message, String hint) {
        return new PlanException(message, hint, location(pos));
    }

    PlanException notYet(SqlNode node, String what, String hint) {
        return at(node, what + " is not supported yet", hint);
    }

    /** The same error with this place, if it has none. */
    PlanException located(PlanException error, SqlNode node) {
        return error.location().isPresent() ? error : at(node, error.getMessage(), error.hint());
    }

    private Optional<PlanException.Location> location(SqlParserPos pos) {
        if (pos.getLineNum() < 1) {
            return Optional.empty();
        }
        Position position =
                new Position(pos.getLineNum(), pos.getColumnNum(), pos.getEndLineNum(), pos.getEndColumnNum());
        return Optional.of(new PlanException.Location(script, position));
    }
}
