using System.Collections.Immutable;

namespace Cos.Device;

/// <summary>The arguments of <c>cos-setup</c>.</summary>
/// <param name="Root">Root of the system.</param>
/// <param name="PlanOnly">Whether the plan is shown instead of run.</param>
/// <param name="CommandLineFile">Where the kernel's command line is, in the root.</param>
/// <param name="Stage">The stage.</param>
/// <param name="Sources">Files and folders in the place of the usual ones.</param>
internal sealed record SetupOptions(string Root, bool PlanOnly, string CommandLineFile, string Stage, ImmutableArray<string> Sources)
{
    /// <summary>Reads the arguments.</summary>
    /// <exception cref="DeviceException">They cannot be read.</exception>
    public static SetupOptions Parse(string[] arguments)
    {
        SetupOptions options = new("/", false, "/proc/cmdline", "", []);
        for (int i = 0; i < arguments.Length; i++)
        {
            options = arguments[i] switch
            {
                "--plan" => options with { PlanOnly = true },
                "--root" => options with { Root = Path.GetFullPath(Value(arguments, ref i), "/") },
                "--cmdline" => options with { CommandLineFile = Value(arguments, ref i) },
                ['-', ..] unknown => throw new DeviceException($"unknown option {unknown}; usage: cos-setup [--root DIR] [--plan] STAGE"),
                var word when options.Stage.Length == 0 => options with { Stage = word },
                var word => options with { Sources = options.Sources.Add(word) },
            };
        }
        return options.Stage.Length > 0 ? options : throw new DeviceException("which stage? usage: cos-setup [--root DIR] [--plan] STAGE");
    }

    private static string Value(string[] arguments, ref int index) => ++index < arguments.Length
        ? arguments[index]
        : throw new DeviceException($"{arguments[index - 1]} needs a value");
}
