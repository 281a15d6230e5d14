namespace Cos.Sdk.Templating.Syntax;

/// <summary>A template ready to be executed.</summary>
/// <param name="Source">The text it was made of.</param>
/// <param name="Root">What is printed.</param>
/// <param name="Templates">What <c>define</c> and <c>block</c> made, by name.</param>
/// <param name="Variables">The names that are declared at its end.</param>
internal sealed record ParsedTemplate(
    SourceText Source, ListNode Root, IReadOnlyDictionary<string, ListNode> Templates, IReadOnlyList<string> Variables);
