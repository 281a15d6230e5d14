using Cos.Sdk.Building;
using Cos.Sdk.Planning;

namespace Cos.Sdk.Tasks;

/// <summary>The files that a build makes of its plans.</summary>
internal static class MadeFiles
{
    /// <summary>Sums them up by their stamps.</summary>
    public static string Fingerprint(IReadOnlyList<RememberedItem> plans, string repositoryFolder)
    {
        using InputFingerprint fingerprint = new(DateTime.MaxValue);
        foreach (RememberedItem plan in plans)
        {
            fingerprint.AddFile(plan.Path);
            fingerprint.AddFile(plan.Metadata["Stamp"]);
            foreach (string name in new[] { "Archive", "Metadata" }.Where(plan.Metadata.ContainsKey))
            {
                fingerprint.AddFile(Path.Combine(repositoryFolder, plan.Metadata[name]));
            }
            foreach (string part in plan.Metadata.GetValueOrDefault("PartFiles", "").Split(';', StringSplitOptions.RemoveEmptyEntries))
            {
                fingerprint.AddFile(part);
            }
        }
        return fingerprint.Finish();
    }
}
