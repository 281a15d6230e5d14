using System.Text;
using Cos.Sdk.Artifacts;
using Cos.Sdk.Artifacts.Tar;

namespace Cos.Sdk.Golden.Engine;

/// <summary>Reads a text file out of an archive.</summary>
internal static class ArchiveText
{
    /// <summary>The text; empty when the archive has no such file.</summary>
    public static async Task<string> ReadAsync(string archive, string path, CancellationToken cancellationToken)
    {
        await using PackageArchiveReader reader = await PackageArchiveReader.OpenAsync(archive, null, cancellationToken);
        while (await reader.ReadEntryAsync(cancellationToken) is { } entry)
        {
            if (entry.Kind == TarEntryKind.File && entry.Path == path)
            {
                using StreamReader text = new(reader.Content, Encoding.UTF8);
                return await text.ReadToEndAsync(cancellationToken);
            }
        }
        return "";
    }
}
