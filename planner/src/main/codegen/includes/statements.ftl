<#-- The statements. Each production gives a Statement; what the rules cannot say is in GrammarActions. -->

/** A statement up to and including its semicolon or the end of the script. */
Statement StatementAndEnd(GrammarActions a) :
{
    Statement statement;
}
{
    (
        statement = CreateStatement(a)
    |   statement = DropStatement(a)
    |   statement = InsertStatement(a)
    |   statement = StatementSet(a)
    |   statement = ExplainStatement(a)
    |   statement = SetStatement(a)
    |   statement = ResetStatement(a)
    |   statement = ShowStatement(a)
    |   statement = DescribeStatement(a)
    |   statement = SelectStatement(a)
    )
    ( <SEMICOLON> | <EOF> )
    { return statement; }
}

/** The query of a view, on its own. */
ParsedQuery QueryAndEnd(GrammarActions a) :
{
    ParsedQuery query;
}
{
    query = QueryText(a) <EOF> { return query; }
}

Statement CreateStatement(GrammarActions a) :
{
    final Token first = getToken(1);
    boolean replace = false;
    boolean temporary = false;
    Statement statement;
}
{
    <CREATE> [ <OR> <REPLACE> { replace = true; } ] [ <TEMPORARY> { temporary = true; } ]
    (
        statement = CreateTable(a, first)
    |   statement = CreateView(a, first, replace)
    |   statement = CreateFunction(a, first)
    |   statement = CreateMaterializedView(a, first)
    )
    { return statement; }
}

Statement CreateView(GrammarActions a, Token first, boolean replace) :
{
    boolean ifNotExists;
    SqlIdentifier name;
    List<SqlIdentifier> columns = new ArrayList<SqlIdentifier>();
    ParsedQuery query;
}
{
    <VIEW> ifNotExists = IfNotExistsOpt() name = CompoundIdentifier()
    [ columns = DeclaredNames() ]
    [ <COMMENT> SimpleStringLiteral() ]
    <AS> query = QueryText(a)
    { return a.createView(first, token, replace, ifNotExists, name, columns, query); }
}

Statement CreateMaterializedView(GrammarActions a, Token first) :
{
    boolean ifNotExists;
    SqlIdentifier name;
    List<SqlIdentifier> columns = new ArrayList<SqlIdentifier>();
    ParsedQuery query;
}
{
    <MATERIALIZED> <VIEW> ifNotExists = IfNotExistsOpt() name = CompoundIdentifier()
    [ columns = DeclaredNames() ]
    [ <COMMENT> SimpleStringLiteral() ]
    <AS> query = QueryText(a)
    { return a.createMaterializedView(first, token, ifNotExists, name, columns, query); }
}

Statement CreateFunction(GrammarActions a, Token first) :
{
    boolean ifNotExists;
    SqlIdentifier name;
    String type;
    SqlIdentifier language;
    String jar;
    final List<String> jars = new ArrayList<String>();
}
{
    [ <SYSTEM> ] <FUNCTION> ifNotExists = IfNotExistsOpt() name = CompoundIdentifier()
    <AS> type = SimpleStringLiteral()
    [ <LANGUAGE> language = SimpleIdentifier() { a.checkLanguage(language); } ]
    [
        <USING> <JAR> jar = SimpleStringLiteral() { jars.add(jar); }
        ( <COMMA> <JAR> jar = SimpleStringLiteral() { jars.add(jar); } )*
    ]
    { return a.createFunction(first, token, ifNotExists, name, type, jars); }
}

Statement DropStatement(GrammarActions a) :
{
    final Token first = getToken(1);
    Statement.Drop.Kind kind;
    boolean ifExists;
    SqlIdentifier name;
}
{
    <DROP> [ <TEMPORARY> ]
    (
        <TABLE> { kind = Statement.Drop.Kind.TABLE; }
    |   <VIEW> { kind = Statement.Drop.Kind.VIEW; }
    |   <MATERIALIZED> <VIEW> { kind = Statement.Drop.Kind.MATERIALIZED_VIEW; }
    |   [ <SYSTEM> ] <FUNCTION> { kind = Statement.Drop.Kind.FUNCTION; }
    )
    ifExists = IfExistsOpt() name = CompoundIdentifier()
    { return new Statement.Drop(a.position(first, token), kind, ifExists, a.name(name)); }
}

Statement.Insert InsertStatement(GrammarActions a) :
{
    final Token first = getToken(1);
    SqlIdentifier target;
    List<SqlIdentifier> columns = new ArrayList<SqlIdentifier>();
    ParsedQuery query;
    Optional<Statement.Emit> emit;
    Optional<Statement.LateInto> late;
}
{
    <INSERT> <INTO> target = CompoundIdentifier()
    [ LOOKAHEAD({ GrammarActions.startsNames(getToken(1), getToken(2), getToken(3)) }) columns = DeclaredNames() ]
    { a.checkInsertGoesOn(getToken(1), target); }
    query = QueryText(a) emit = EmitOpt(a) late = LateIntoOpt(a)
    { return a.insert(first, token, target, columns, query, emit, late); }
}

Statement SelectStatement(GrammarActions a) :
{
    final Token first = getToken(1);
    ParsedQuery query;
    Optional<Statement.Emit> emit;
    Optional<Statement.LateInto> late;
}
{
    query = QueryText(a) emit = EmitOpt(a) late = LateIntoOpt(a)
    { return new Statement.Select(a.position(first, token), query, emit, late); }
}

ParsedQuery QueryText(GrammarActions a) :
{
    final Token first = getToken(1);
    SqlNode tree;
}
{
    { a.checkQueryFollows(first); }
    tree = OrderedQueryOrExpr(ExprContext.ACCEPT_QUERY)
    { return a.query(first, token, tree); }
}

Optional<Statement.Emit> EmitOpt(GrammarActions a) :
{
    final Token first = getToken(1);
    Emission.Mode mode = null;
}
{
    <EMIT>
    (
        <APPEND> { mode = Emission.Mode.APPEND; }
    |   <ON> <WINDOW> <CLOSE> { mode = Emission.Mode.APPEND; }
    |   <UPDATE> { mode = Emission.Mode.UPDATE; }
    |   <COMPLETE> { mode = Emission.Mode.COMPLETE; }
    |   <CHANGELOG> { mode = Emission.Mode.CHANGELOG; }
    |   <CHANGES>
    )
    { return Optional.of(new Statement.Emit(a.position(first, token), Optional.ofNullable(mode))); }
|
    { return Optional.empty(); }
}

Optional<Statement.LateInto> LateIntoOpt(GrammarActions a) :
{
    final Token first = getToken(1);
    SqlIdentifier sink;
}
{
    <LATE> <INTO> sink = CompoundIdentifier()
    { return Optional.of(new Statement.LateInto(a.position(first, token), a.name(sink))); }
|
    { return Optional.empty(); }
}

Statement StatementSet(GrammarActions a) :
{
    final Token first = getToken(1);
    final List<Statement.Insert> inserts = new ArrayList<Statement.Insert>();
    Statement.Insert insert;
}
{
    ( <EXECUTE> <STATEMENT> <SET> <BEGIN> | <BEGIN> <STATEMENT> <SET> [ <SEMICOLON> ] )
    ( insert = InsertStatement(a) <SEMICOLON> { inserts.add(insert); } )+
    <END>
    { return new Statement.StatementSet(a.position(first, token), List.copyOf(inserts)); }
}

Statement ExplainStatement(GrammarActions a) :
{
    final Token first = getToken(1);
    Statement statement;
}
{
    <EXPLAIN> [ LOOKAHEAD(2) <PLAN> <FOR> ] { a.checkExplained(getToken(1)); }
    (
        statement = InsertStatement(a)
    |   statement = StatementSet(a)
    |   statement = SelectStatement(a)
    )
    { return new Statement.Explain(a.position(first, token), statement); }
}

Statement SetStatement(GrammarActions a) :
{
    final Token first = getToken(1);
    String key;
    String value;
}
{
    <SET>
    (
        LOOKAHEAD({ GrammarActions.endsStatement(getToken(1)) })
        { return new Statement.Set(a.position(first, token), Optional.<String>empty(), Optional.<String>empty()); }
    |
        key = SettingKey(a) <EQ> value = SettingValue(a)
        { return new Statement.Set(a.position(first, token), Optional.of(key), Optional.of(value)); }
    )
}

Statement ResetStatement(GrammarActions a) :
{
    final Token first = getToken(1);
    Optional<String> key = Optional.<String>empty();
    String name;
}
{
    <RESET>
    [
        LOOKAHEAD({ !GrammarActions.endsStatement(getToken(1)) })
        name = SettingKey(a) { key = Optional.of(name); }
    ]
    { return new Statement.Reset(a.position(first, token), key); }
}

/** 'key', or the same without quotes. */
String SettingKey(GrammarActions a) :
{
    String key;
}
{
    key = SimpleStringLiteral() { return key; }
|
    key = RawText(a, true) { return key; }
}

/** 'value', or the same without quotes up to the end of the statement. */
String SettingValue(GrammarActions a) :
{
    String value;
}
{
    value = SimpleStringLiteral() { return value; }
|
    value = RawText(a, false) { return value; }
}

JAVACODE
String RawText(GrammarActions a, boolean key) {
    Token first = getToken(1);
    a.checkRawText(first, key);
    while (!GrammarActions.endsStatement(getToken(1)) && !(key && getToken(1).kind == EQ)) {
        getNextToken();
    }
    return a.text(first, token);
}

Statement ShowStatement(GrammarActions a) :
{
    final Token first = getToken(1);
    Statement.Show.What what;
    Optional<String> name = Optional.<String>empty();
    SqlIdentifier table;
}
{
    <SHOW>
    (
        <TABLES> { what = Statement.Show.What.TABLES; }
    |   <VIEWS> { what = Statement.Show.What.VIEWS; }
    |   <FUNCTIONS> { what = Statement.Show.What.FUNCTIONS; }
    |   <CREATE> <TABLE> table = CompoundIdentifier()
        { what = Statement.Show.What.CREATE_TABLE; name = Optional.of(a.name(table)); }
    )
    { return new Statement.Show(a.position(first, token), what, name); }
}

Statement DescribeStatement(GrammarActions a) :
{
    final Token first = getToken(1);
    SqlIdentifier name;
}
{
    ( <DESCRIBE> | <DESC> ) name = CompoundIdentifier()
    { return new Statement.Describe(a.position(first, token), a.name(name)); }
}

boolean IfNotExistsOpt() : {}
{
    LOOKAHEAD(2) <IF> <NOT> <EXISTS> { return true; } | { return false; }
}

boolean IfExistsOpt() : {}
{
    LOOKAHEAD(2) <IF> <EXISTS> { return true; } | { return false; }
}
