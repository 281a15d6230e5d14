using Cos.Sdk.Diagnostics;

namespace Cos.Sdk.Trees.Yaml;

/// <summary>Passes on what one document gives rise to, but not thousands of warnings.</summary>
internal sealed class YamlWarnings(DiagnosticBag diagnostics)
{
    private const int Limit = 50;

    private int _count;

    /// <summary>Passes a warning on, unless the document has had too many.</summary>
    public void Warn(Diagnostic diagnostic)
    {
        if (_count++ < Limit)
        {
            diagnostics.Add(diagnostic);
        }
    }

    /// <summary>Passes an error on.</summary>
    public void Fail(Diagnostic diagnostic) => diagnostics.Add(diagnostic);
}
