package io.sluice.planner.validate;

import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.apache.calcite.sql.SqlBasicCall;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlCollectionTypeNameSpec;
import org.apache.calcite.sql.SqlDataTypeSpec;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlNumericLiteral;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.fun.SqlQuantifyOperator;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.type.SqlTypeName;

/**
 * Forms of collections that are others in another dress:
 *
 * <pre>
 * MULTISET[x, …]            MULTISET(ARRAY[x, …])   an ARRAY whose elements are in order
 * MULTISET(query)           MULTISET(ARRAY(query))
 * CAST(x AS t MULTISET)     MULTISET(CAST(x AS t ARRAY))
 * x MEMBER OF m             MEMBER OF(m, x)
 * x = ANY(ARRAY[a, …])      x = ANY(a, …)
 * r[CAST(1 AS t)]           r[1]
 * </pre>
 */
final class CollectionForms {
    private CollectionForms() {}

    /** @param rewrite brings an argument into the form that the validator knows */
    static Optional<SqlNode> of(SqlCall call, UnaryOperator<SqlNode> rewrite) {
        SqlParserPos pos = call.getParserPosition();
        if (call.getKind() == SqlKind.MULTISET_VALUE_CONSTRUCTOR) {
            return Optional.of(multiset(
                    rewrite.apply(SqlStdOperatorTable.ARRAY_VALUE_CONSTRUCTOR.createCall(pos, call.getOperandList()))));
        }
        if (call.getKind() == SqlKind.MULTISET_QUERY_CONSTRUCTOR) {
            return Optional.of(
                    multiset(rewrite.apply(SqlStdOperatorTable.ARRAY_QUERY.createCall(pos, call.getOperandList()))));
        }
        if (call.getOperator() == SqlStdOperatorTable.MEMBER_OF) {
            return Optional.of(new SqlBasicCall(
                    function("MEMBER OF"),
                    List.of(rewrite.apply(call.operand(1)), rewrite.apply(call.operand(0))),
                    pos));
        }
        if (call.getKind() == SqlKind.CAST && call.operand(1) instanceof SqlDataTypeSpec type) {
            return asArray(type)
                    .map(array ->
                            multiset(rewrite.apply(SqlStdOperatorTable.CAST.createCall(pos, call.operand(0), array))));
        }
        if (call.getOperator() == SqlStdOperatorTable.ITEM) {
            return number(call.operand(1))
                    .map(place -> SqlStdOperatorTable.ITEM.createCall(
                            pos, rewrite.apply(call.operand(0)), rewrite.apply(place)));
        }
        if (!(call.getOperator() instanceof SqlQuantifyOperator)) {
            return Optional.empty();
        }
        SqlNode values =
                call.operand(1) instanceof SqlNodeList list && list.size() == 1 ? list.get(0) : call.operand(1);
        if (values.getKind() != SqlKind.ARRAY_VALUE_CONSTRUCTOR) {
            return Optional.empty();
        }
        SqlNodeList elements = new SqlNodeList(((SqlCall) values).getOperandList(), values.getParserPosition());
        return Optional.of(rewrite.apply(call.getOperator().createCall(pos, call.operand(0), elements)));
    }

    /** A number that is cast is a number. */
    private static Optional<SqlNode> number(SqlNode node) {
        boolean cast = node.getKind() == SqlKind.CAST
                && ((SqlCall) node).operand(0) instanceof SqlNumericLiteral number
                && number.isInteger();
        return cast ? Optional.of(((SqlCall) node).operand(0)) : Optional.empty();
    }

    /** The ARRAY as which a MULTISET of this type is kept. */
    private static Optional<SqlDataTypeSpec> asArray(SqlDataTypeSpec type) {
        if (!(type.getTypeNameSpec() instanceof SqlCollectionTypeNameSpec collection)
                || !collection.getTypeName().getSimple().equals(SqlTypeName.MULTISET.name())) {
            return Optional.empty();
        }
        SqlParserPos pos = type.getParserPosition();
        return Optional.of(new SqlDataTypeSpec(
                new SqlCollectionTypeNameSpec(collection.getElementTypeName(), SqlTypeName.ARRAY, pos), pos));
    }

    private static SqlNode multiset(SqlNode array) {
        return new SqlBasicCall(function("MULTISET"), List.of(array), array.getParserPosition());
    }

    private static SqlOperator function(String name) {
        return StreamOperators.INSTANCE.function(name).orElseThrow();
    }
}
