namespace Cos.Device;

/// <summary><c>cos-feature</c>: cloud-config files of the system that run only where they are enabled.</summary>
internal static class FeatureCommand
{
    private const string Available = "/system/features";

    /// <summary>Where the links to enabled ones are; /oem stays over upgrades, and the link then names the new system's file.</summary>
    private const string Enabled = "/oem/features";

    /// <summary>Runs the command.</summary>
    /// <param name="arguments"><c>[--root DIR] list</c>, <c>enable NAME…</c> or <c>disable NAME…</c>.</param>
    /// <param name="output">Takes the list.</param>
    /// <param name="errors">Takes how the command is used.</param>
    public static int Run(string[] arguments, TextWriter output, TextWriter errors)
    {
        string root = arguments is ["--root", var folder, ..] ? folder : "/";
        string[] words = root == "/" ? arguments : arguments[2..];
        switch (words)
        {
            case ["list"]:
                foreach (string name in Names(root, Available))
                {
                    output.WriteLine($"{name} {(Names(root, Enabled).Contains(name) ? "enabled" : "disabled")}");
                }
                return 0;
            case ["enable", _, ..]:
                foreach (string name in words[1..])
                {
                    Enable(root, name);
                }
                return 0;
            case ["disable", _, ..]:
                foreach (string name in words[1..])
                {
                    File.Delete(LinkOf(root, Known(root, name)));
                }
                return 0;
            default:
                errors.WriteLine("usage: cos-feature list | enable NAME... | disable NAME...");
                return 2;
        }
    }

    private static void Enable(string root, string name)
    {
        string link = LinkOf(root, Known(root, name));
        Directory.CreateDirectory(Path.GetDirectoryName(link)!);
        File.Delete(link);
        File.CreateSymbolicLink(link, $"{Available}/{name}.yaml");
    }

    private static string Known(string root, string name) => Names(root, Available).Contains(name)
        ? name
        : throw new DeviceException($"there is no feature {name}; cos-feature list shows them");

    private static string LinkOf(string root, string name) => Path.Join(root, Enabled, name + ".yaml");

    private static string[] Names(string root, string folder) => Directory.Exists(Path.Join(root, folder))
        ? [.. Directory.EnumerateFiles(Path.Join(root, folder), "*.yaml").Select(file => Path.GetFileNameWithoutExtension(file)).Order(StringComparer.Ordinal)]
        : [];
}
