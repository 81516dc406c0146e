<#-- Operators that Calcite knows, but its core grammar does not. -->

/** a <=> b: equal, or both NULL. */
void NullSafeEqual(List<Object> list, ExprContext exprContext, Span s) :
{
}
{
    <NULL_SAFE_EQUAL> {
        checkNonQueryExpression(exprContext);
        list.add(new SqlParserUtil.ToTreeListItem(SqlLibraryOperators.NULL_SAFE_EQUAL, getPos()));
    }
    AddExpression2b(list, ExprContext.ACCEPT_SUB_QUERY)
}

/** a | b. */
void BitOr(List<Object> list, ExprContext exprContext, Span s) :
{
}
{
    <VERTICAL_BAR> {
        checkNonQueryExpression(exprContext);
        list.add(new SqlParserUtil.ToTreeListItem(SparkOperators.BIT_OR, getPos()));
    }
    AddExpression2b(list, ExprContext.ACCEPT_SUB_QUERY)
}

/** a >> b: two tokens, since the types of ARRAY<ARRAY<INT>> end so, too. */
void RightShift(List<Object> list, ExprContext exprContext, Span s) :
{
}
{
    <GT> { checkNonQueryExpression(exprContext); s.clear().add(this); }
    <GT> {
        list.add(new SqlParserUtil.ToTreeListItem(SparkOperators.RIGHT_SHIFT, s.end(this)));
    }
    AddExpression2b(list, ExprContext.ACCEPT_SUB_QUERY)
}

/** s [NOT] LIKE ANY (p, …), ALL, SOME; the same of ILIKE. */
void QuantifiedLike(List<Object> list, ExprContext exprContext, Span s) :
{
    boolean not = false;
    boolean caseless = false;
    boolean all = false;
    SqlNodeList patterns;
}
{
    { checkNonQueryExpression(exprContext); }
    [ <QUANTIFIED_NOT> { not = true; } ]
    ( <QUANTIFIED_LIKE> | <QUANTIFIED_ILIKE> { caseless = true; } )
    { s.clear().add(this); }
    ( <ANY> | <SOME> | <ALL> { all = true; } )
    patterns = ParenthesizedQueryOrCommaList(ExprContext.ACCEPT_NONCURSOR)
    {
        list.add(new SqlParserUtil.ToTreeListItem(QuantifiedLike.of(not, caseless, all), s.pos()));
        list.add(patterns);
    }
}

/** ~a. */
SqlNode BitNot() :
{
    final Span s;
    final List<Object> list = new ArrayList<Object>();
}
{
    <TILDE> { s = span(); }
    AddExpression2b(list, ExprContext.ACCEPT_SUB_QUERY)
    { return SparkOperators.BIT_NOT.createCall(s.end(this), SqlParserUtil.toTree(list)); }
}
