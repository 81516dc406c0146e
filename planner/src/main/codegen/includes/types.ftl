<#-- Types that Calcite does not have, or writes in another way. -->

SqlTypeNameSpec StreamTypeName() :
{
    final Span s = Span.of();
    int precision;
    boolean nullable;
    SqlDataTypeSpec key;
    SqlDataTypeSpec element;
    final List<SqlIdentifier> names = new ArrayList<SqlIdentifier>();
    final List<SqlDataTypeSpec> types = new ArrayList<SqlDataTypeSpec>();
}
{
    <STRING> { return new SqlAlienSystemTypeNameSpec("STRING", SqlTypeName.VARCHAR, getPos()); }
|
    <BYTES> { return new SqlAlienSystemTypeNameSpec("BYTES", SqlTypeName.VARBINARY, getPos()); }
|
    <TIMESTAMP_LTZ> { s.add(this); } precision = PrecisionOpt() {
        return new SqlAlienSystemTypeNameSpec(
            "TIMESTAMP_LTZ", SqlTypeName.TIMESTAMP_WITH_LOCAL_TIME_ZONE, precision, s.end(this));
    }
|
    <ARRAY> { s.add(this); } <LT> element = DataType() nullable = NullableOptDefaultTrue() <GT> {
        return new ArrayTypeName(element.getTypeNameSpec(), nullable, SqlTypeName.ARRAY, s.end(this));
    }
|
    <MULTISET> { s.add(this); } <LT> element = DataType() nullable = NullableOptDefaultTrue() <GT> {
        return new ArrayTypeName(element.getTypeNameSpec(), nullable, SqlTypeName.MULTISET, s.end(this));
    }
|
    <MAP> { s.add(this); } <LT> key = DataType() NullableOptDefaultTrue()
    <COMMA> element = DataType() nullable = NullableOptDefaultTrue() <GT> {
        return new SqlMapTypeNameSpec(
            key.withNullable(false, getPos()), element.withNullable(nullable, getPos()), s.end(this));
    }
|
    LOOKAHEAD(2)
    <ROW> { s.add(this); } <LT> RowField(names, types) ( <COMMA> RowField(names, types) )* <GT> {
        return new SqlRowTypeNameSpec(s.end(this), names, types);
    }
|
    // Calcite's own ROW(…) has no comments on its fields.
    <ROW> { s.add(this); } <LPAREN> RowField(names, types) ( <COMMA> RowField(names, types) )* <RPAREN> {
        return new SqlRowTypeNameSpec(s.end(this), names, types);
    }
}

void RowField(List<SqlIdentifier> names, List<SqlDataTypeSpec> types) :
{
    SqlIdentifier name;
    SqlDataTypeSpec type;
    boolean nullable;
}
{
    name = DeclaredName() type = DataType() nullable = NullableOptDefaultTrue() [ <QUOTED_STRING> ]
    { names.add(name); types.add(type.withNullable(nullable, getPos())); }
}
