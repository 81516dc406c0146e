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
    <ARRAY> { s.add(this); } <LT> element = AnyDataType() nullable = NullableOptDefaultTrue() <GT> {
        return new ArrayTypeName(element.getTypeNameSpec(), nullable, SqlTypeName.ARRAY, s.end(this));
    }
|
    <MULTISET> { s.add(this); } <LT> element = AnyDataType() nullable = NullableOptDefaultTrue() <GT> {
        return new ArrayTypeName(element.getTypeNameSpec(), nullable, SqlTypeName.MULTISET, s.end(this));
    }
|
    <MAP> { s.add(this); } <LT> key = AnyDataType() NullableOptDefaultTrue()
    <COMMA> element = AnyDataType() nullable = NullableOptDefaultTrue() <GT> {
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

/** A type of a column, a field or an element. Calcite's CAST and CONVERT read INTERVAL themselves. */
SqlDataTypeSpec AnyDataType() :
{
    final Span s = Span.of();
    SqlIntervalQualifier units;
    SqlTypeNameSpec name;
    SqlDataTypeSpec type;
}
{
    <INTERVAL> { s.add(this); } units = IntervalQualifier() { name = new IntervalTypeName(units, s.end(this)); }
    ( <ARRAY> { name = new ArrayTypeName(name, true, SqlTypeName.ARRAY, s.end(this)); } )*
    { return new SqlDataTypeSpec(name, s.end(this)); }
|
    type = DataType() { return type; }
}

void RowField(List<SqlIdentifier> names, List<SqlDataTypeSpec> types) :
{
    SqlIdentifier name;
    SqlDataTypeSpec type;
    boolean nullable;
}
{
    name = DeclaredName() type = AnyDataType() nullable = NullableOptDefaultTrue() [ <QUOTED_STRING> ]
    { names.add(name); types.add(type.withNullable(nullable, getPos())); }
}
