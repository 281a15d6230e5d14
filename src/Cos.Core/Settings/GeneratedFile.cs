using System.Collections.Immutable;

namespace Cos.Sdk.Settings;

/// <summary>A file that settings become.</summary>
/// <param name="Path">Absolute path in the system.</param>
/// <param name="Content">Its bytes.</param>
/// <param name="Mode">Four octal digits.</param>
/// <param name="Owner"><c>user:group</c>.</param>
/// <param name="Append">Whether it is added to the end of the file that is there.</param>
internal sealed record GeneratedFile(string Path, ImmutableArray<byte> Content, string Mode = "0644", string Owner = "root:root", bool Append = false);
