namespace Cos.Sdk.Trees.Yaml;

/// <summary>How <see cref="YamlEmitter"/> lays out a document. The two layouts are those of the files that existing tools write.</summary>
internal sealed record YamlLayout
{
    private YamlLayout()
    {
    }

    /// <summary>
    /// Two blanks, items of a list as deep as its key, keys sorted, texts wrapped after 80 columns: repository files, definitions and
    /// the template function <c>toYaml</c>.
    /// </summary>
    public static YamlLayout Compact { get; } = new() { Indent = 2, IndentSequences = false, SortKeys = true, Width = 80, TabsInBlocks = false };

    /// <summary>Four blanks, items indented below their key, keys in the order given, no wrapping: artifact metadata.</summary>
    public static YamlLayout Wide { get; } = new() { Indent = 4, IndentSequences = true, SortKeys = false, Width = int.MaxValue, TabsInBlocks = true };

    /// <summary>Blanks for each level.</summary>
    public required int Indent { get; init; }

    /// <summary>Whether the items of a list stand deeper than its key.</summary>
    public required bool IndentSequences { get; init; }

    /// <summary>Whether keys are sorted (<see cref="YamlKeyComparer"/>).</summary>
    public required bool SortKeys { get; init; }

    /// <summary>The column after which a text is wrapped at its next blank.</summary>
    public required int Width { get; init; }

    /// <summary>Whether a text of several lines with tabs is written as a block; otherwise between double quotes.</summary>
    public required bool TabsInBlocks { get; init; }
}
