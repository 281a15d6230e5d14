using System.Collections.Immutable;

namespace Cos.Sdk.Validation;

/// <summary>A simple command of a shell script.</summary>
/// <param name="Words">Program and arguments, quotes removed; assignments in front are left out.</param>
/// <param name="Line">Line of the script, from 0.</param>
/// <param name="IsPipedInto">Whether it reads what the command before it writes.</param>
/// <param name="HasRedirection">Whether input or output is a file.</param>
internal sealed record ShellCommand(ImmutableArray<ShellWord> Words, int Line, bool IsPipedInto, bool HasRedirection)
{
    /// <summary>The program's name without its folder; empty for assignments alone.</summary>
    public string Program => Words is [var first, ..] ? first.Text[(first.Text.LastIndexOf('/') + 1)..] : "";

    /// <summary>The arguments.</summary>
    public IEnumerable<ShellWord> Arguments => Words.Skip(1);
}
