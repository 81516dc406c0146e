package io.sluice.planner.validate;

import io.sluice.planner.PlanException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.calcite.prepare.CalciteCatalogReader;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlSelect;
import org.apache.calcite.sql.SqlWindow;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.validate.ListScope;
import org.apache.calcite.sql.validate.SqlValidatorImpl;
import org.apache.calcite.sql.validate.SqlValidatorNamespace;
import org.apache.calcite.sql.validate.SqlValidatorScope;
import org.apache.calcite.sql.validate.implicit.TypeCoercion;
import org.apache.calcite.sql.validate.implicit.TypeCoercions;

/** Calcite's validator with our operators and our rules of types. */
final class StreamValidator extends SqlValidatorImpl {
    private final ScriptErrors errors;
    private final TypeRules rules;
    private final ValidationErrors messages;
    private final TypeCoercion coercion;

    StreamValidator(
            CalciteCatalogReader catalog, StreamTypeFactory types, Config config, ScriptErrors errors, SqlNode query) {
        super(StreamOperators.INSTANCE, catalog, types, config);
        this.errors = errors;
        this.rules = new TypeRules(errors, this);
        this.coercion = TypeCoercions.createTypeCoercion(types, this);
        this.messages = new ValidationErrors(errors, this, query);
    }

    ValidationErrors messages() {
        return messages;
    }

    /** Calcite asks for it to join by USING, though it is switched off everywhere else. */
    @Override
    public TypeCoercion getTypeCoercion() {
        return coercion;
    }

    @Override
    public RelDataType deriveType(SqlValidatorScope scope, SqlNode node) {
        if (!(node instanceof SqlCall call)) {
            return super.deriveType(scope, node);
        }
        try {
            rules.check(scope, call);
            return super.deriveType(scope, node);
        } catch (PlanException e) {
            throw errors.located(e, node);
        }
    }

    /** Calcite loses the frame of a window that goes on from one with a name: {@code OVER (w ROWS 3 PRECEDING)}. */
    @Override
    public SqlWindow resolveWindow(SqlNode windowOrName, SqlValidatorScope scope) {
        SqlWindow window =
                windowOrName instanceof SqlIdentifier name ? getWindowByName(name, scope) : (SqlWindow) windowOrName;
        boolean framed = window.getLowerBound() != null || window.getUpperBound() != null;
        if (window.getRefName() == null || !framed) {
            return super.resolveWindow(window, scope);
        }
        SqlParserPos pos = window.getParserPosition();
        SqlLiteral unit = SqlLiteral.createBoolean(window.isRows(), pos);
        SqlWindow resolved = super.resolveWindow(
                SqlWindow.create(
                        window.getDeclName(),
                        window.getRefName(),
                        window.getPartitionList(),
                        window.getOrderList(),
                        unit,
                        null,
                        null,
                        null,
                        pos),
                scope);
        return SqlWindow.create(
                window.getDeclName(),
                null,
                resolved.getPartitionList(),
                resolved.getOrderList(),
                unit,
                window.getLowerBound(),
                window.getUpperBound(),
                null,
                window.getExclude(),
                pos);
    }

    /** The names of the columns that a SELECT can refer to. */
    List<String> columnsOf(SqlSelect select) {
        List<String> names = new ArrayList<>();
        SqlValidatorScope scope = getFromScope(select);
        if (scope instanceof ListScope list) {
            for (SqlValidatorNamespace child : list.getChildren()) {
                names.addAll(child.getRowType().getFieldNames());
            }
        }
        return names;
    }

    /** The table that a SELECT reads, if it reads one directly. */
    Optional<String> tableOf(SqlSelect select) {
        SqlNode from = select.getFrom();
        SqlNode table = from != null && from.getKind() == SqlKind.AS ? ((SqlCall) from).operand(0) : from;
        return table instanceof SqlIdentifier name ? Optional.of(name.getSimple()) : Optional.empty();
    }
}
