using System.Collections.Immutable;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.RegularExpressions;
using Cos.Sdk.Trees;
using Cos.Sdk.Versions;

namespace Cos.Sdk.Planning;

/// <summary>Turns a build spec into Dockerfile instructions.</summary>
/// <remarks>
/// The order is luet's: context, package variables, retrieved files, copies, environment, prelude, steps. Each step is one RUN; what a Dockerfile cannot hold
/// on its line is passed to the shell in exec form.
/// </remarks>
internal static partial class InstructionWriter
{
    /// <summary>Where the package folder is found in the image while steps run.</summary>
    public const string ContextFolder = "/luetbuild";

    /// <summary>Writes all instructions below FROM.</summary>
    /// <param name="id">The package.</param>
    /// <param name="spec">Its build spec.</param>
    /// <param name="hasContext">Whether files of the package folder are sent.</param>
    /// <param name="copyFrom">Names of the images of <see cref="BuildSpec.Copies"/>, in their order.</param>
    public static ImmutableArray<Instruction> Write(PackageId id, BuildSpec spec, bool hasContext, ImmutableArray<string> copyFrom)
    {
        ImmutableArray<Instruction>.Builder lines = ImmutableArray.CreateBuilder<Instruction>();
        if (hasContext)
        {
            lines.Add(new Instruction("COPY", $". {ContextFolder}"));
        }
        lines.Add(new Instruction("WORKDIR", ContextFolder));
        lines.Add(new Instruction(
            "ENV", $"PACKAGE_NAME={Quote(id.Name.Name)} PACKAGE_VERSION={Quote(id.Version)} PACKAGE_CATEGORY={Quote(id.Name.Category)}"));
        lines.AddRange(spec.Retrieve.Select(entry => new Instruction("ADD", Paths(entry.Text, ContextFolder + "/"), entry.Location)));
        for (int i = 0; i < spec.Copies.Length; i++)
        {
            CopyEntry copy = spec.Copies[i];
            lines.Add(new Instruction("COPY", $"--from={copyFrom[i]} {Paths(copy.Source, copy.Destination)}", copy.Location));
        }
        lines.AddRange(EnvironmentOf(spec).Select(line => new Instruction("ENV", line)));
        lines.AddRange(spec.Prelude.Concat(spec.Steps).Select(Run));
        return lines.ToImmutable();
    }

    /// <summary>
    /// The arguments of the package's own ENV instructions: plain assignments that follow one another are one, since each instruction costs the
    /// engine a container. One that refers to others, or is quoted, stays alone.
    /// </summary>
    public static ImmutableArray<string> EnvironmentOf(BuildSpec spec)
    {
        ImmutableArray<string>.Builder lines = ImmutableArray.CreateBuilder<string>();
        bool isPlain = false;
        foreach (string line in spec.Environment.Select(line => line.ReplaceLineEndings(" ")))
        {
            bool merges = isPlain && PlainAssignment().IsMatch(line);
            isPlain = PlainAssignment().IsMatch(line);
            if (merges)
            {
                lines[^1] = $"{lines[^1]} {line}";
            }
            else
            {
                lines.Add(line);
            }
        }
        return lines.ToImmutable();
    }

    /// <summary>The instructions of a Dockerfile that is used as it is, the first one (step 1 of the build) left out.</summary>
    public static ImmutableArray<Instruction> Of(DockerfileContent content) =>
        [.. content.Instructions.Skip(1).Select(line => new Instruction(line.Keyword, line.Arguments, line.Location))];

    private static Instruction Run(Step step)
    {
        string command = step.Command.TrimEnd('\n', '\r', ' ', '\t');
        if (StepSecrets.Names(command).Any())
        {
            return RunScript(command.Contains('\n', StringComparison.Ordinal) ? "-ec" : "-c", StepSecrets.Wait + WithoutComments(command), step);
        }
        return command.Contains('\n', StringComparison.Ordinal) ? RunScript("-ec", WithoutComments(command), step)
            : FitsOneLine(command) ? new Instruction("RUN", command, step.Location)
            : RunScript("-c", command, step);
    }

    private static bool FitsOneLine(string command) =>
        command.Length > 0 && command[0] is not ('[' or '-' or ' ' or '\t' or '#') && command[^1] is not '\\' && !command.Contains("<<", StringComparison.Ordinal);

    private static Instruction RunScript(string flag, string script, Step step) =>
        new("RUN", $"[\"/bin/sh\", \"{flag}\", {Json(script)}]", step.Location);

    /// <summary>Comment lines between continued lines, which builders of Dockerfiles drop and a shell would not.</summary>
    private static string WithoutComments(string script)
    {
        StringBuilder kept = new();
        bool continued = false;
        foreach (string line in script.Split('\n').Select(line => line.TrimEnd('\r')))
        {
            if (continued && line.TrimStart().StartsWith('#'))
            {
                continue;
            }
            continued = line.EndsWith('\\');
            kept.Append(kept.Length == 0 ? "" : "\n").Append(line);
        }
        return kept.ToString();
    }

    private static string Paths(string source, string destination) =>
        (source + destination).AsSpan().ContainsAny(" \t\"[")
            ? $"[{Json(source)}, {Json(destination)}]"
            : $"{source} {destination}";

    private static string Quote(string value) =>
        value.Length > 0 && value.All(letter => char.IsAsciiLetterOrDigit(letter) || "._+-~:@/".Contains(letter, StringComparison.Ordinal))
            ? value
            : '"' + value.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal).Replace("$", "\\$", StringComparison.Ordinal) + '"';

    private static string Json(string text) => '"' + JsonEncodedText.Encode(text, JavaScriptEncoder.UnsafeRelaxedJsonEscaping).ToString() + '"';

    [GeneratedRegex("\\A[A-Za-z_][A-Za-z0-9_]*=[^\\s\"'\\\\$]*\\z", RegexOptions.CultureInvariant)]
    private static partial Regex PlainAssignment();
}
