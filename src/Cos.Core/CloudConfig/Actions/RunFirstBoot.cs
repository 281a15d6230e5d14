using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace Cos.Sdk.CloudConfig.Actions;

/// <summary>Runs systemd-firstboot.</summary>
/// <param name="Options">Its options without dashes before them; an empty value for one that has none. May hold passwords.</param>
internal sealed record RunFirstBoot([property: JsonIgnore] ImmutableSortedDictionary<string, string> Options) : StepAction
{
    /// <summary>The options without passwords.</summary>
    [JsonPropertyName("options")]
    public IEnumerable<string> Shown => Options.Select(option =>
        option.Value.Length == 0 ? option.Key : $"{option.Key}={(option.Key.Contains("password", StringComparison.Ordinal) ? "…" : option.Value)}");
}
