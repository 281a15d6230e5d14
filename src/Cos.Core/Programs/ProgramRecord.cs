using System.Collections.Immutable;
using System.Text.Json;
using Cos.Sdk.Files;

namespace Cos.Sdk.Programs;

/// <summary>What is known of a program since it was published last. Its file lies beside the package folder.</summary>
internal sealed record ProgramRecord
{
    private static readonly JsonSerializerOptions Options = new() { PropertyNamingPolicy = JsonNamingPolicy.CamelCase, WriteIndented = true, NewLine = "\n" };

    /// <summary>See <see cref="ProgramInputs.Fingerprint"/>.</summary>
    public string Fingerprint { get; init; } = "";

    /// <summary>Absolute paths of the projects that it is made of.</summary>
    public ImmutableArray<string> Projects { get; init; } = [];

    /// <summary>Absolute paths of the files that they read.</summary>
    public ImmutableArray<string> Files { get; init; } = [];

    /// <summary>Properties of the project, as it was evaluated for the publish.</summary>
    public ImmutableSortedDictionary<string, string> Properties { get; init; } = ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal);

    /// <summary>Reads a record; an absent or broken one is empty.</summary>
    public static ProgramRecord Read(string file)
    {
        try
        {
            return File.Exists(file) ? JsonSerializer.Deserialize<ProgramRecord>(File.ReadAllText(file), Options) ?? new ProgramRecord() : new ProgramRecord();
        }
        catch (JsonException)
        {
            return new ProgramRecord();
        }
    }

    /// <summary>Writes the record.</summary>
    public void Write(string file) => AtomicFile.WriteIfDifferent(file, JsonSerializer.Serialize(this, Options) + "\n");

    /// <summary>One property; empty when it has none.</summary>
    public string Property(string name) => Properties.GetValueOrDefault(name, "");
}
