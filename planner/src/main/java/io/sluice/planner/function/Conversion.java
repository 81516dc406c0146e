package io.sluice.planner.function;

import io.sluice.planner.plan.Column;
import io.sluice.planner.plan.DataType;
import io.sluice.planner.plan.TypeKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The types that arguments are passed as, from those of all of them; empty if they do not go together. */
@FunctionalInterface
public interface Conversion {
    Optional<List<DataType>> of(List<Argument> arguments);

    /** All of one type. */
    static Optional<List<DataType>> unified(List<Argument> arguments) {
        List<DataType> known = arguments.stream()
                .filter(argument -> !argument.untypedNull())
                .map(Argument::type)
                .toList();
        if (known.isEmpty()) {
            return Optional.of(Signature.types(arguments));
        }
        return CommonType.of(known).map(common -> arguments.stream()
                .map(argument -> common.withNullable(argument.type().nullable()))
                .toList());
    }

    /** One type, ARRAY or MAP, which any element, key and value takes. */
    static Optional<List<DataType>> unifiedNested(List<Argument> arguments) {
        return unified(arguments)
                .filter(types -> types.get(0).kind().isNested())
                .filter(types -> !types.get(0).kind().equals(TypeKind.ROW));
    }

    /** ARRAYs of one type whose elements can be compared. */
    static Optional<List<DataType>> unifiedComparable(List<Argument> arguments) {
        return unifiedNested(arguments).filter(types -> isComparable(types.get(0)));
    }

    /** A value that holds a MAP has no equality: the order of entries is part of its bytes. */
    static boolean isComparable(DataType type) {
        return !type.holds(TypeKind.MAP);
    }

    /** An ARRAY and values of its elements; what follows stays as it is. */
    static Optional<List<DataType>> element(List<Argument> arguments) {
        return arrayAnd(arguments, 1);
    }

    /** As {@link #element}, and equality of elements is asked for. */
    static Optional<List<DataType>> comparableElement(List<Argument> arguments) {
        return element(arguments).filter(types -> isComparable(types.get(0)));
    }

    private static Optional<List<DataType>> arrayAnd(List<Argument> arguments, int index) {
        DataType array = arguments.get(0).type();
        if (array.kind() != TypeKind.ARRAY) {
            return Optional.empty();
        }
        Argument value = arguments.get(index);
        Optional<DataType> common = value.untypedNull()
                ? Optional.of(array.element().withNullable(true))
                : CommonType.of(List.of(array.element(), value.type()));
        return common.filter(type -> NestedValues.isSame(array.element(), type)).map(type -> {
            List<DataType> types = new ArrayList<>(Signature.types(arguments));
            types.set(0, DataType.array(type, array.nullable()));
            types.set(
                    index, type.withNullable(value.untypedNull() || value.type().nullable()));
            return types;
        });
    }

    /** A MAP and a value for its keys. */
    static Optional<List<DataType>> key(List<Argument> arguments) {
        DataType map = arguments.get(0).type();
        if (map.kind() != TypeKind.MAP) {
            return Optional.empty();
        }
        Argument key = arguments.get(1);
        Optional<DataType> common =
                key.untypedNull() ? Optional.of(map.key()) : CommonType.of(List.of(map.key(), key.type()));
        return common.filter(type -> NestedValues.isSame(map.key(), type)).map(type -> {
            List<DataType> types = new ArrayList<>(Signature.types(arguments));
            types.set(0, DataType.map(type, map.value(), map.nullable()));
            types.set(1, type.withNullable(key.untypedNull() || key.type().nullable()));
            return types;
        });
    }

    /** An ARRAY whose elements have an order. */
    static Optional<List<DataType>> ordered(List<Argument> arguments) {
        DataType array = arguments.get(0).type();
        boolean ordered =
                array.kind() == TypeKind.ARRAY && !array.element().kind().isNested();
        return ordered ? Optional.of(Signature.types(arguments)) : Optional.empty();
    }

    /** An ARRAY whose elements can be compared. */
    static Optional<List<DataType>> comparable(List<Argument> arguments) {
        return Optional.of(Signature.types(arguments)).filter(types -> isComparable(types.get(0)));
    }

    /** An ARRAY of ARRAYs. */
    static Optional<List<DataType>> arrays(List<Argument> arguments) {
        DataType array = arguments.get(0).type();
        boolean nested = array.kind() == TypeKind.ARRAY && array.element().kind() == TypeKind.ARRAY;
        return nested ? Optional.of(Signature.types(arguments)) : Optional.empty();
    }

    /** An ARRAY of entries, which are ROWs of two fields. */
    static Optional<List<DataType>> entries(List<Argument> arguments) {
        DataType array = arguments.get(0).type();
        boolean entries = array.kind() == TypeKind.ARRAY
                && array.element().kind() == TypeKind.ROW
                && array.element().children().size() == 2
                && isComparable(array.element().children().get(0).type());
        return entries ? Optional.of(Signature.types(arguments)) : Optional.empty();
    }

    /** An ARRAY of keys and one of values. */
    static Optional<List<DataType>> keysAndValues(List<Argument> arguments) {
        boolean arrays = arguments.stream().allMatch(argument -> argument.type().kind() == TypeKind.ARRAY);
        return arrays && isComparable(arguments.get(0).type())
                ? Optional.of(Signature.types(arguments))
                : Optional.empty();
    }

    /** An ARRAY of the kind of element. */
    static Conversion arrayOf(TypeKind element) {
        return arguments -> Optional.of(Signature.types(arguments))
                .filter(types -> types.get(0).kind() == TypeKind.ARRAY
                        && types.get(0).element().kind() == element);
    }

    /** The type of a ROW of a key and a value of a MAP. */
    static DataType entry(DataType map) {
        return DataType.row(List.of(new Column("key", map.key()), new Column("value", map.value())), false);
    }
}
