using System.Text.Json.Serialization;
using Cos.Sdk.Diagnostics;

namespace Cos.Sdk.Planning;

/// <summary>One Dockerfile instruction.</summary>
/// <param name="Keyword">For example <c>RUN</c>.</param>
/// <param name="Arguments">The rest, on one line.</param>
/// <param name="Location">Where it is written, for messages; null when it is generated. Not part of the plan file.</param>
internal sealed record Instruction(string Keyword, string Arguments, [property: JsonIgnore] SourceLocation? Location = null)
{
    /// <summary>The line of the Dockerfile.</summary>
    public override string ToString() => $"{Keyword} {Arguments}";
}
