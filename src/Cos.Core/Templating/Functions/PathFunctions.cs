namespace Cos.Sdk.Templating.Functions;

/// <summary>Paths with slashes. The variants with <c>os</c> are the same, whatever system the build runs on.</summary>
internal static class PathFunctions
{
    public static void AddTo(FunctionTable table)
    {
        foreach (string prefix in new[] { "", "os" })
        {
            table
                .Add(Name(prefix, "base"), "string", call => BaseOf(call.Text(0)))
                .Add(Name(prefix, "dir"), "string", call => DirectoryOf(call.Text(0)))
                .Add(Name(prefix, "clean"), "string", call => Clean(call.Text(0)))
                .Add(Name(prefix, "ext"), "string", call => ExtensionOf(call.Text(0)))
                .Add(Name(prefix, "isAbs"), "string", call => call.Text(0).StartsWith('/'));
        }
    }

    /// <summary>The shortest path that means the same: without <c>.</c>, <c>..</c> and double slashes where they can go.</summary>
    public static string Clean(string path)
    {
        bool isRooted = path.StartsWith('/');
        List<string> parts = [];
        foreach (string part in path.Split('/'))
        {
            if (part is "" or ".")
            {
                continue;
            }
            if (part != "..")
            {
                parts.Add(part);
            }
            else if (parts.Count > 0 && parts[^1] != "..")
            {
                parts.RemoveAt(parts.Count - 1);
            }
            else if (!isRooted)
            {
                parts.Add(part);
            }
        }
        string cleaned = string.Join('/', parts);
        return isRooted ? "/" + cleaned : cleaned.Length == 0 ? "." : cleaned;
    }

    private static string Name(string prefix, string name) =>
        prefix.Length == 0 ? name : $"{prefix}{char.ToUpperInvariant(name[0])}{name[1..]}";

    private static string BaseOf(string path)
    {
        if (path.Length == 0)
        {
            return ".";
        }
        string trimmed = path.TrimEnd('/');
        return trimmed.Length == 0 ? "/" : trimmed[(trimmed.LastIndexOf('/') + 1)..];
    }

    private static string DirectoryOf(string path) => Clean(path[..(path.LastIndexOf('/') + 1)]);

    private static string ExtensionOf(string path)
    {
        int point = path.LastIndexOf('.');
        return point > path.LastIndexOf('/') ? path[point..] : "";
    }
}
