using Cos.Sdk.Diagnostics;

namespace Cos.Sdk.Templating;

/// <summary>What a <see cref="TemplateEngine"/> is given from outside: bounds, the date, and the YAML functions.</summary>
internal sealed record TemplateOptions
{
    /// <summary>How many templates may be open inside one another through <c>include</c> and <c>template</c>.</summary>
    /// <value>The default is 1000.</value>
    public int MaxDepth { get; init; } = 1000;

    /// <summary>Longest text, in UTF-16 units, that a template or any value made by it may have.</summary>
    /// <value>The default is 8 Mi.</value>
    public int MaxOutputLength { get; init; } = 8 * 1024 * 1024;

    /// <summary>
    /// How much one rendering may do. A node evaluated, a list element made and a character written count one each, so
    /// the verdict does not depend on the machine.
    /// </summary>
    /// <value>The default is 20 million, a few seconds.</value>
    public long MaxOperations { get; init; } = 20_000_000;

    /// <summary>What <c>now</c> and its kin answer.</summary>
    /// <value>The default is 1980-01-01, the earliest date that every archive format can hold.</value>
    public DateTimeOffset Epoch { get; init; } = new(1980, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>
    /// Writes a value (null, bool, long, ulong, double, string, lists, dictionaries) as YAML without a final line break;
    /// null where the project has no YAML.
    /// </summary>
    public Func<object?, string>? ToYaml { get; init; }

    /// <summary>
    /// Reads YAML into the same kinds of values; throws <see cref="CosException"/> for text that is not YAML. Null where the project
    /// has no YAML.
    /// </summary>
    public Func<string, object?>? FromYaml { get; init; }
}
