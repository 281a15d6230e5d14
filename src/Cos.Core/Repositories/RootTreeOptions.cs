using Cos.Sdk.Artifacts.Tar;

namespace Cos.Sdk.Repositories;

/// <summary>How entries are taken into a root.</summary>
/// <param name="Limits">Bounds of the whole root.</param>
/// <param name="Epoch">Seconds since 1970: no modification time is later, and implied folders have this one.</param>
internal sealed record RootTreeOptions(TarLimits Limits, long Epoch);
