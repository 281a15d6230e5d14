namespace Cos.Sdk.Settings;

/// <summary>A file of the project that becomes one of the system.</summary>
/// <param name="Source">Absolute path.</param>
/// <param name="TargetPath">Absolute path in the system.</param>
/// <param name="Permissions">Octal; empty for 0644.</param>
/// <param name="Owner"><c>user:group</c>; empty for root.</param>
internal sealed record SystemFile(string Source, string TargetPath, string Permissions, string Owner);
