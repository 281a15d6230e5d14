namespace Cos.Sdk.Templating.Runtime;

/// <summary>A function or method that templates may call.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Parameters">The types of the parameters, the repeated one left out.</param>
/// <param name="Repeated">The type of the last parameter that may be given any number of times; null when there is none.</param>
/// <param name="Body">What it does: the result is a value of the template language, or null for nil.</param>
internal sealed record Function(string Name, IReadOnlyList<GoType> Parameters, GoType? Repeated, Func<FunctionCall, object?> Body);
