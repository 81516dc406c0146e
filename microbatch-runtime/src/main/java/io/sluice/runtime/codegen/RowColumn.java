package io.sluice.runtime.codegen;

import static java.util.Objects.requireNonNull;

import io.sluice.planner.plan.DataType;
import io.sluice.planner.plan.Expr;
import java.util.List;

/** A column of the row that a generated loop works on, at some step of its pipeline. Compared by identity. */
abstract sealed class RowColumn {
    private final DataType type;
    private int uses;

    private RowColumn(DataType type) {
        this.type = requireNonNull(type, "type");
    }

    DataType type() {
        return type;
    }

    /** Expressions and steps above that refer to it. */
    int uses() {
        return uses;
    }

    void use() {
        uses++;
    }

    /** Read from the batch. */
    static final class Read extends RowColumn {
        private final int index;

        Read(int index, DataType type) {
            super(type);
            this.index = index;
        }

        int index() {
            return index;
        }
    }

    /** Computed when it is first needed. */
    static final class Computed extends RowColumn {
        private final Expr expression;
        private final List<RowColumn> row;

        /** @param row what the expression's inputs refer to */
        Computed(Expr expression, List<RowColumn> row) {
            super(expression.type());
            this.expression = expression;
            this.row = row;
        }

        Expr expression() {
            return expression;
        }

        List<RowColumn> row() {
            return row;
        }
    }

    /** A part of the element that the loop is at, in fields of the generated class. */
    static final class OfElement extends RowColumn {
        private final Value value;

        OfElement(Value value) {
            super(value.type());
            this.value = value;
        }

        Value value() {
            return value;
        }
    }

    /** A property of the window that the loop has assigned. */
    static final class OfWindow extends RowColumn {
        private final String variable;

        /** @param variable of type long: a field of the generated class */
        OfWindow(String variable, DataType type) {
            super(type);
            this.variable = variable;
        }

        String variable() {
            return variable;
        }
    }
}
