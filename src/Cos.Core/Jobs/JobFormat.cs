namespace Cos.Sdk.Jobs;

/// <summary>Who reads a plan of jobs.</summary>
internal enum JobFormat
{
    /// <summary>Any program: everything, as one object.</summary>
    Json,

    /// <summary>GitHub Actions: lines for <c>$GITHUB_OUTPUT</c>, one matrix for each level.</summary>
    GitHub,

    /// <summary>GitLab CI: a child pipeline with one job for each package.</summary>
    GitLab,
}
