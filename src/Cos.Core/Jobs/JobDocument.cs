using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace Cos.Sdk.Jobs;

/// <summary>The JSON form of a plan of jobs.</summary>
internal sealed record JobDocument
{
    /// <summary>The project's name.</summary>
    public required string Project { get; init; }

    /// <summary>For example <c>linux/amd64</c>.</summary>
    public required string Platform { get; init; }

    /// <summary>Repository part of the names of images.</summary>
    public required string ImageRepository { get; init; }

    /// <summary>How many images there are.</summary>
    public required int Images { get; init; }

    /// <summary>How many of them a registry has.</summary>
    public required int CachedImages { get; init; }

    /// <summary>What machines do at the same time, level after level.</summary>
    public required ImmutableArray<ImmutableArray<JobGroup>> Levels { get; init; }

    /// <summary>One for each package.</summary>
    public required ImmutableArray<PackageJob> Jobs { get; init; }
}

/// <summary>One entry of GitHub's matrix.</summary>
/// <param name="Name">What the job is called.</param>
/// <param name="Packages">For <c>CosBuildPackages</c>.</param>
internal sealed record GitHubJob(string Name, string Packages);

/// <summary>GitHub's matrix.</summary>
/// <param name="Include">Its entries.</param>
internal sealed record GitHubMatrix(ImmutableArray<GitHubJob> Include);

/// <summary>Serialisers made at compile time.</summary>
[JsonSerializable(typeof(JobDocument))]
[JsonSerializable(typeof(GitHubMatrix))]
[JsonSerializable(typeof(string))]
internal sealed partial class JobJsonContext : JsonSerializerContext;
