<#-- CREATE TABLE. -->

Statement CreateTable(GrammarActions a, Token first) :
{
    boolean ifNotExists;
    SqlIdentifier name;
    TableClauses table;
    String comment;
    List<SqlIdentifier> names;
    ParsedQuery query;
}
{
    <TABLE> ifNotExists = IfNotExistsOpt() name = CompoundIdentifier() { table = a.table(name); }
    [ <LPAREN> TableElement(a, table) ( <COMMA> TableElement(a, table) )* <RPAREN> ]
    [ <COMMENT> comment = SimpleStringLiteral() { table.comment(comment); } ]
    [ <PARTITIONED> <BY> names = DeclaredNames() { table.partitionedBy(names); } ]
    { a.refuseTableClause(getToken(1), getToken(2)); }
    [ <WITH> <LPAREN> TableOption(a, table) ( <COMMA> TableOption(a, table) )* <RPAREN> ]
    [ LikeClause(a, table) ]
    [ <AS> query = QueryText(a) { table.query(query); } ]
    {
        if (GrammarActions.endsStatement(getToken(1))) {
            table.checkColumns(a.position(first, token));
        }
        return table.statement(a.position(first, token), ifNotExists);
    }
}

void TableElement(GrammarActions a, TableClauses table) :
{
    final Token first = getToken(1);
    SqlIdentifier name;
    List<SqlIdentifier> names;
}
{
    LOOKAHEAD({ getToken(1).kind == WATERMARK && getToken(2).kind == FOR })
    <WATERMARK> <FOR> name = CompoundIdentifier() <AS> WatermarkExpression(a, table, first, name)
|
    LOOKAHEAD({ getToken(1).kind == CONSTRAINT || getToken(1).kind == PRIMARY && getToken(2).kind == KEY })
    [ <CONSTRAINT> SimpleIdentifier() { a.refuseUnique(getToken(1)); } ]
    <PRIMARY> <KEY> names = DeclaredNames() KeyEnforcement(a)
    { table.primaryKey(a.position(first, token), names); }
|
    { a.refuseUnique(getToken(1)); }
    TableColumn(a, table)
}

void WatermarkExpression(GrammarActions a, TableClauses table, Token clause, SqlIdentifier column) :
{
    final Token first = getToken(1);
}
{
    Expression(ExprContext.ACCEPT_NON_QUERY)
    { table.watermark(a.position(clause, token), column, a.text(first, token), a.position(first, token)); }
}

void TableColumn(GrammarActions a, TableClauses table) :
{
    SqlIdentifier name;
    SqlDataTypeSpec type;
    Optional<Boolean> nullable;
    Optional<String> key = Optional.<String>empty();
    boolean virtual = false;
    String text;
}
{
    name = DeclaredName()
    (
        <AS> ComputedExpression(a, table, name)
    |
        type = AnyDataType() nullable = NullabilityOpt()
        (
            <METADATA> [ <FROM> text = SimpleStringLiteral() { key = Optional.of(text); } ] [ <VIRTUAL> { virtual = true; } ]
            { table.metadata(name, type, nullable, key, virtual); }
        |
            { table.physical(name, type, nullable); }
            [
                [ <CONSTRAINT> SimpleIdentifier() ]
                <PRIMARY> <KEY> KeyEnforcement(a)
                { table.primaryKey(GrammarActions.position(name.getParserPosition()), List.of(name)); }
            ]
        )
    )
    [ <COMMENT> SimpleStringLiteral() ]
}

void ComputedExpression(GrammarActions a, TableClauses table, SqlIdentifier name) :
{
    final Token first = getToken(1);
}
{
    Expression(ExprContext.ACCEPT_NON_QUERY)
    { table.computed(name, a.text(first, token), a.position(first, token)); }
}

Optional<Boolean> NullabilityOpt() : {}
{
    LOOKAHEAD(2) <NOT> <NULL> { return Optional.of(false); }
|
    <NULL> { return Optional.of(true); }
|
    { return Optional.<Boolean>empty(); }
}

void KeyEnforcement(GrammarActions a) : {}
{
    [ <NOT> <ENFORCED> | <ENFORCED> { a.refuseEnforced(token); } ]
}

void TableOption(GrammarActions a, TableClauses table) :
{
    Token key;
    Token value;
}
{
    key = OptionText(a, true) <EQ> value = OptionText(a, false)
    { table.option(a.string(key), a.position(key, key), a.string(value), a.position(value, value)); }
}

/** A string; anything else that looks like an option is refused with advice. */
Token OptionText(GrammarActions a, boolean key) : {}
{
    { a.checkOptionText(getToken(1), key); }
    <QUOTED_STRING> { return token; }
}

void LikeClause(GrammarActions a, TableClauses table) :
{
    final Token first = getToken(1);
    SqlIdentifier parent;
    LikeOptions taken;
}
{
    <LIKE> parent = CompoundIdentifier() { taken = new LikeOptions(); }
    [ <LPAREN> ( LikeOption(a, taken) )+ <RPAREN> ]
    { table.like(taken.statement(a.position(first, token), a.name(parent))); }
}

void LikeOption(GrammarActions a, LikeOptions taken) :
{
    final Token strategy = getToken(1);
}
{
    ( <INCLUDING> | <EXCLUDING> | <OVERWRITING> )
    ( <ALL> | <OPTIONS> | <WATERMARKS> | <GENERATED> | <METADATA> | <CONSTRAINTS> | <PARTITIONS> )
    { taken.add(a, strategy, token); }
}

List<SqlIdentifier> DeclaredNames() :
{
    final List<SqlIdentifier> names = new ArrayList<SqlIdentifier>();
    SqlIdentifier name;
}
{
    <LPAREN> name = DeclaredName() { names.add(name); } ( <COMMA> name = DeclaredName() { names.add(name); } )* <RPAREN>
    { return names; }
}

/** A name where nothing but a name can stand: reserved words need no quotes. */
SqlIdentifier DeclaredName() :
{
    SqlIdentifier name;
}
{
    LOOKAHEAD({ GrammarActions.isReservedName(getToken(1), getToken(2)) })
    name = ReservedName() { return name; }
|
    name = SimpleIdentifier() { return name; }
}

JAVACODE
SqlIdentifier ReservedName() {
    Token word = getNextToken();
    return new SqlIdentifier(word.image, getPos());
}
