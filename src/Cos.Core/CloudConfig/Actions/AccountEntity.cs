using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace Cos.Sdk.CloudConfig.Actions;

/// <summary>A record of an account file.</summary>
/// <param name="Kind">Which file's.</param>
/// <param name="Name">Its first field.</param>
/// <param name="Fields">All fields in the order of the file; null where nothing is said. May hold password hashes.</param>
internal sealed record AccountEntity(AccountKind Kind, string Name, [property: JsonIgnore] ImmutableArray<string?> Fields)
{
    /// <summary>Which of the fields are given, by their number.</summary>
    public ImmutableArray<int> Given => [.. Enumerable.Range(0, Fields.Length).Where(index => Fields[index] is not null)];
}
