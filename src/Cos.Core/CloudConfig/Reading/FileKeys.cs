using System.Collections.Immutable;
using Cos.Sdk.CloudConfig.Actions;

namespace Cos.Sdk.CloudConfig.Reading;

/// <summary>Reads <c>files</c> and <c>directories</c>.</summary>
internal static class FileKeys
{
    public const string DefaultFileMode = "0644";

    private const string DefaultDirectoryMode = "0755";

    private static readonly ImmutableArray<string> DirectoryFields = ["path", "permissions", "owner", "group", "owner_string"];

    private static readonly ImmutableArray<string> FileFields = [.. DirectoryFields, "content", "encoding"];

    public static IEnumerable<StepAction> ReadDirectories(ConfigFields step)
    {
        foreach (ConfigFields entry in step.Entries("directories", DirectoryFields))
        {
            if (entry.RequirePath("path") is { } path && entry.Mode("permissions", DefaultDirectoryMode) is { } mode && entry.Owner() is { } owner)
            {
                yield return new MakeDirectory(path, mode, owner);
            }
        }
    }

    public static IEnumerable<StepAction> ReadFiles(ConfigFields step)
    {
        foreach (ConfigFields entry in step.Entries("files", FileFields))
        {
            if (entry.RequirePath("path") is { } path
                && entry.Mode("permissions", DefaultFileMode) is { } mode
                && entry.Owner() is { } owner
                && ContentReader.Read(entry) is { } content)
            {
                yield return new WriteFile(path, content, mode, owner);
            }
        }
    }
}
