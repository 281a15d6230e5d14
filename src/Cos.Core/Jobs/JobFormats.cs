using Cos.Sdk.Diagnostics;

namespace Cos.Sdk.Jobs;

/// <summary>Reads names of formats.</summary>
internal static class JobFormats
{
    /// <summary>Formats joined by <c>+</c>, each once.</summary>
    /// <exception cref="CosException">A name that is none of them.</exception>
    public static IReadOnlyList<JobFormat> Parse(string text) =>
        [.. text.Split('+', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(name => name.ToUpperInvariant() switch
        {
            "JSON" => JobFormat.Json,
            "GITHUB" => JobFormat.GitHub,
            "GITLAB" => JobFormat.GitLab,
            _ => throw new CosException(ProjectDiagnostics.InvalidProperty("CosPlanFormat", text, "json, github and gitlab, joined by +")),
        }).Distinct().Order()];

    /// <summary>The extension of its files.</summary>
    public static string ExtensionOf(JobFormat format) => format switch
    {
        JobFormat.Json => ".json",
        JobFormat.GitHub => ".github",
        _ => ".gitlab-ci.yml",
    };
}
