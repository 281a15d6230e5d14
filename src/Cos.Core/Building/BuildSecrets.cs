using Cos.Sdk.Diagnostics;
using Cos.Sdk.Planning;

namespace Cos.Sdk.Building;

/// <summary>Secrets of steps by name: where their values are, not the values. A value is read when a step that names it is run.</summary>
/// <param name="sources">For each name <c>env://VARIABLE</c> or the absolute path of a file.</param>
/// <param name="environment">The environment of the build.</param>
internal sealed class BuildSecrets(IReadOnlyDictionary<string, string> sources, IReadOnlyDictionary<string, string> environment)
{
    private const string FromEnvironment = "env://";
    private const int MaximumSize = 500 * 1024;

    /// <summary>None.</summary>
    public static BuildSecrets None { get; } = new(new Dictionary<string, string>(), new Dictionary<string, string>());

    /// <summary>The values that the steps of an image read.</summary>
    /// <exception cref="CosException">COS5450: one is not named, or not there.</exception>
    public IReadOnlyDictionary<string, byte[]> ReadFor(ImageNode node) =>
        node.Instructions.Where(instruction => instruction.Keyword == "RUN").SelectMany(instruction => StepSecrets.Names(instruction.Arguments))
            .Distinct(StringComparer.Ordinal).ToDictionary(name => name, name => Read(name, node.Package), StringComparer.Ordinal);

    private byte[] Read(string name, string package)
    {
        if (!sources.TryGetValue(name, out string? source))
        {
            throw new CosException(EngineDiagnostics.SecretMissing(package, name, "CosBuildSecrets does not name it"));
        }
        if (source.StartsWith(FromEnvironment, StringComparison.Ordinal))
        {
            string variable = source[FromEnvironment.Length..];
            return environment.TryGetValue(variable, out string? value) && value.Length > 0
                ? System.Text.Encoding.UTF8.GetBytes(value)
                : throw new CosException(EngineDiagnostics.SecretMissing(package, name, $"the environment variable {variable} is not set"));
        }
        FileInfo file = new(source);
        return !file.Exists ? throw new CosException(EngineDiagnostics.SecretMissing(package, name, $"there is no file {source}"))
            : file.Length > MaximumSize ? throw new CosException(EngineDiagnostics.SecretMissing(package, name, $"{source} is larger than {MaximumSize / 1024} KiB"))
            : File.ReadAllBytes(source);
    }
}
