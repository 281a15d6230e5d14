using Cos.Sdk.Templating.Runtime;

namespace Cos.Sdk.Templating.Functions;

/// <summary>Functions in the making, with signatures in words.</summary>
internal sealed class FunctionTable
{
    private const string Repeat = "...";

    private static readonly Dictionary<string, GoType> Types = new(StringComparer.Ordinal)
    {
        ["any"] = GoType.Any,
        ["value"] = GoType.Value,
        ["bool"] = GoType.Bool,
        ["int"] = GoType.Int,
        ["int64"] = GoType.Int64,
        ["uint32"] = GoType.Uint32,
        ["float64"] = GoType.Float64,
        ["string"] = GoType.String,
        ["list"] = GoType.List,
        ["dict"] = GoType.Dictionary,
        ["time"] = GoType.Time,
        ["duration"] = GoType.Duration,
        ["location"] = GoType.Location,
        ["semver"] = GoType.SemanticVersion,
        ["certificate"] = GoType.Certificate,
    };

    private readonly Dictionary<string, Function> _functions = new(StringComparer.Ordinal);

    /// <summary>What was added, by name.</summary>
    public IReadOnlyDictionary<string, Function> Functions => _functions;

    /// <summary>Makes a function.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="signature">
    /// The types of its parameters, separated by spaces; the last may end in <c>...</c> for any number of arguments. <c>value</c>
    /// takes absent values as they are.
    /// </param>
    /// <param name="body">What it does.</param>
    public static Function Create(string name, string signature, Func<FunctionCall, object?> body)
    {
        string[] words = signature.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        bool repeats = words.Length > 0 && words[^1].EndsWith(Repeat, StringComparison.Ordinal);
        GoType[] parameters = [.. words.Take(repeats ? words.Length - 1 : words.Length).Select(word => Types[word])];
        return new Function(name, parameters, repeats ? Types[words[^1][..^Repeat.Length]] : null, body);
    }

    /// <summary>Adds a function; a later one of the same name hides the earlier.</summary>
    public FunctionTable Add(string name, string signature, Func<FunctionCall, object?> body)
    {
        _functions[name] = Create(name, signature, body);
        return this;
    }

    /// <summary>Adds a function under two names, the second with <c>must</c> in front: this engine reports errors in both.</summary>
    public FunctionTable AddWithMust(string name, string signature, Func<FunctionCall, object?> body) =>
        Add(name, signature, body).Add($"must{char.ToUpperInvariant(name[0])}{name[1..]}", signature, body);
}
