namespace Cos.Sdk.Validation;

/// <summary>A word of a command.</summary>
/// <param name="Text">Without quotes.</param>
/// <param name="IsLiteral">Whether no variable, pattern or home folder in it is replaced by the shell.</param>
internal readonly record struct ShellWord(string Text, bool IsLiteral);
