namespace Cos.Sdk.Templating.Runtime;

/// <summary>A type of the template language. Two types are the same when their names are.</summary>
internal sealed record GoType(GoKind Kind, string Name, GoType? Element = null)
{
    public static readonly GoType Any = new(GoKind.Interface, "interface {}");
    public static readonly GoType Value = new(GoKind.Value, "reflect.Value");
    public static readonly GoType Bool = new(GoKind.Bool, "bool");
    public static readonly GoType Int = new(GoKind.Int, "int");
    public static readonly GoType Int64 = new(GoKind.Int64, "int64");
    public static readonly GoType Uint8 = new(GoKind.Uint8, "uint8");
    public static readonly GoType Uint32 = new(GoKind.Uint32, "uint32");
    public static readonly GoType Uint64 = new(GoKind.Uint64, "uint64");
    public static readonly GoType Float64 = new(GoKind.Float64, "float64");
    public static readonly GoType String = new(GoKind.String, "string");
    public static readonly GoType List = SliceOf(Any);
    public static readonly GoType StringList = SliceOf(String);
    public static readonly GoType IntList = SliceOf(Int);
    public static readonly GoType ListOfLists = SliceOf(List);
    public static readonly GoType Dictionary = MapOf(Any);
    public static readonly GoType StringDictionary = MapOf(String);
    public static readonly GoType Time = new(GoKind.Struct, "time.Time");
    public static readonly GoType Duration = new(GoKind.Int64, "time.Duration");
    public static readonly GoType Month = new(GoKind.Int, "time.Month");
    public static readonly GoType Weekday = new(GoKind.Int, "time.Weekday");
    public static readonly GoType Location = new(GoKind.Pointer, "*time.Location");
    public static readonly GoType SemanticVersion = new(GoKind.Pointer, "*semver.Version");
    public static readonly GoType SemanticVersionStruct = new(GoKind.Struct, "semver.Version");
    public static readonly GoType Certificate = new(GoKind.Struct, "sprig.certificate");

    /// <summary>The name of the kind, as <c>kindOf</c> gives it.</summary>
    public string KindName => Kind switch
    {
        GoKind.Pointer => "ptr",
        _ => Kind.ToString().ToLowerInvariant(),
    };

    /// <summary>Whether nil is a value of the type.</summary>
    public bool CanBeNil => Kind is GoKind.Interface or GoKind.Slice or GoKind.Map or GoKind.Pointer or GoKind.Value;

    /// <summary>Whether values of the type may be compared with <c>eq</c>.</summary>
    public bool IsComparable => Kind is not (GoKind.Slice or GoKind.Map);

    /// <summary>Whether values of the type are signed integers.</summary>
    public bool IsSigned => Kind is GoKind.Int or GoKind.Int64;

    /// <summary>Whether values of the type are unsigned integers.</summary>
    public bool IsUnsigned => Kind is GoKind.Uint8 or GoKind.Uint32 or GoKind.Uint64;

    /// <summary>A list of a type.</summary>
    public static GoType SliceOf(GoType element) => new(GoKind.Slice, "[]" + element.Name, element);

    /// <summary>A dictionary from strings to a type.</summary>
    public static GoType MapOf(GoType element) => new(GoKind.Map, "map[string]" + element.Name, element);

    /// <summary>The type of a value.</summary>
    public static GoType Of(object value) => value switch
    {
        string => String,
        long => Int,
        bool => Bool,
        double => Float64,
        GoInt64 => Int64,
        GoMap map => map.Type,
        GoList list => list.Type,
        ulong => Uint64,
        uint => Uint32,
        byte => Uint8,
        GoNamedInt named => named.Type,
        GoObject item => item.Type,
        _ => throw new InvalidOperationException($"{value.GetType()} is no value of a template."),
    };

    /// <inheritdoc />
    public bool Equals(GoType? other) => other is not null && Name == other.Name;

    /// <inheritdoc />
    public override int GetHashCode() => Name.GetHashCode(StringComparison.Ordinal);

    /// <inheritdoc />
    public override string ToString() => Name;
}
