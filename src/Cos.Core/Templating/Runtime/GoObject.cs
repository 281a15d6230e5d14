namespace Cos.Sdk.Templating.Runtime;

/// <summary>A value with methods and fields of its own: a date, a version, a certificate.</summary>
internal abstract class GoObject
{
    /// <summary>Its type.</summary>
    public abstract GoType Type { get; }

    /// <summary>What it prints as; null when it prints its fields.</summary>
    public virtual string? Text => null;

    /// <summary>The string that it is in JSON; null when it is an object of its fields.</summary>
    public virtual string? JsonForm => Text;

    /// <summary>Its fields in order, for printing, where <see cref="Text"/> is null.</summary>
    public virtual IReadOnlyList<KeyValuePair<string, object?>> Fields => [];

    /// <summary>Finds a method by name.</summary>
    public virtual Function? FindMethod(string name) => null;

    /// <summary>Whether it is the same value as another of its type, for <c>eq</c> and <c>deepEqual</c>.</summary>
    public abstract bool IsSame(GoObject other);
}
