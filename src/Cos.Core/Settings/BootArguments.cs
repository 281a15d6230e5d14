using System.Buffers;
using System.Collections.Immutable;
using System.Text;

namespace Cos.Sdk.Settings;

/// <summary>The lines that add kernel arguments to /etc/cos/bootargs.cfg, which the boot loader sources from inside the image.</summary>
internal static class BootArguments
{
    /// <summary>The file.</summary>
    public const string Path = "/etc/cos/bootargs.cfg";

    /// <summary>The values of <c>Boot</c>.</summary>
    public static ImmutableArray<string> Boots { get; } = ["active", "passive", "recovery"];

    private static readonly SearchValues<char> Special = SearchValues.Create("\"'$\\`\n\r;{}");

    /// <summary>Whether the boot loader takes a text as it is.</summary>
    public static bool IsPlain(string text) => text.Length > 0 && !text.AsSpan().ContainsAny(Special);

    /// <summary>Writes the lines.</summary>
    public static string Write(ImmutableArray<KernelArgument> arguments)
    {
        StringBuilder text = new();
        foreach (IGrouping<string, KernelArgument> group in arguments.GroupBy(argument => argument.Boot))
        {
            string set = $"set kernelcmd=\"$kernelcmd {string.Join(' ', group.Select(argument => argument.Text))}\"";
            text.Append(group.Key switch
            {
                "" => set,
                "recovery" => If("-n \"$recoverylabel\""),
                var boot => If($"-z \"$recoverylabel\" -a \"$img\" = \"/cOS/{boot}.img\""),
            }).Append('\n');

            string If(string condition) => $"if [ {condition} ]; then\n    {set}\nfi";
        }
        return text.ToString();
    }
}
