using System.Collections.Immutable;

namespace Cos.Device.Running;

/// <summary>Arguments of a command: flags, options with a value, and words.</summary>
/// <param name="Flags">Options that were given without a value.</param>
/// <param name="Options">Options that were given, with their values.</param>
/// <param name="Words">The rest.</param>
internal sealed record CommandLine(ImmutableHashSet<string> Flags, ImmutableDictionary<string, string> Options, ImmutableArray<string> Words)
{
    /// <summary>Reads arguments.</summary>
    /// <param name="arguments">The arguments.</param>
    /// <param name="flags">Options without a value.</param>
    /// <param name="options">Options with a value, which follows or is behind an equals sign.</param>
    /// <param name="usage">What is said of anything else.</param>
    /// <exception cref="DeviceException">An option is unknown or lacks its value.</exception>
    public static CommandLine Parse(string[] arguments, string[] flags, string[] options, string usage)
    {
        CommandLine line = new([], ImmutableDictionary<string, string>.Empty, []);
        for (int i = 0; i < arguments.Length; i++)
        {
            int equals = arguments[i].IndexOf('=', StringComparison.Ordinal);
            string name = equals > 0 ? arguments[i][..equals] : arguments[i];
            if (!name.StartsWith('-'))
            {
                line = line with { Words = line.Words.Add(arguments[i]) };
            }
            else if (equals < 0 && flags.Contains(name))
            {
                line = line with { Flags = line.Flags.Add(name) };
            }
            else if (options.Contains(name))
            {
                string value = equals > 0 ? arguments[i][(equals + 1)..]
                    : ++i < arguments.Length ? arguments[i]
                    : throw new DeviceException($"{name} needs a value; {usage}");
                line = line with { Options = line.Options.SetItem(name, value) };
            }
            else
            {
                throw new DeviceException($"unknown option {arguments[i]}; {usage}");
            }
        }
        return line;
    }

    /// <summary>Whether a flag was given.</summary>
    public bool Has(string flag) => Flags.Contains(flag);

    /// <summary>The value of an option; empty when it was not given.</summary>
    public string Get(string option) => Options.GetValueOrDefault(option, "");
}
