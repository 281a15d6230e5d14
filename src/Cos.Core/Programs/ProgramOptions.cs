using System.Collections.Immutable;
using System.Text.RegularExpressions;
using Cos.Sdk.Diagnostics;

namespace Cos.Sdk.Programs;

/// <summary>Reads what a reference says of the package that its program becomes, over what the program's project says of itself.</summary>
internal static partial class ProgramOptions
{
    private const int MaxLength = 4096;

    private static readonly string[] Restarts = ["no", "on-success", "on-failure", "on-abnormal", "on-watchdog", "on-abort", "always"];

    /// <summary>The package of a program.</summary>
    /// <param name="project">Absolute path of the program's project.</param>
    /// <param name="record">What its publish said.</param>
    /// <param name="metadata">Gives the reference's metadata; empty for none.</param>
    /// <param name="location">The referencing project, for messages.</param>
    /// <param name="diagnostics">Takes errors.</param>
    /// <returns>Null when there was an error.</returns>
    public static ProgramPackage? Read(
        string project, ProgramRecord record, Func<string, string> metadata, SourceLocation location, DiagnosticBag diagnostics)
    {
        string file = Path.GetFileName(project);
        if (!record.Property("OutputType").EndsWith("Exe", StringComparison.OrdinalIgnoreCase))
        {
            diagnostics.Add(ProgramDiagnostics.NotAProgram(location, file));
            return null;
        }
        string assembly = record.Property("AssemblyName");
        string name = First(metadata("PackageName"), assembly);
        string category = First(metadata("Category"), "app");
        string version = First(metadata("PackageVersion"), record.Property("Version").Split('+')[0], "1.0.0");
        string command = First(metadata("Command"), name);
        bool valid = Check("PackageName", name, Name()) & Check("Category", category, Name()) & Check("PackageVersion", version, Version()) & (command == name || Check("Command", command, Name()));
        bool isService = metadata("Service").Equals("true", StringComparison.OrdinalIgnoreCase);
        ServiceUnit? service = isService ? ReadService(metadata, Check, location, file, diagnostics) : null;
        return !valid || (isService && service is null) ? null : new ProgramPackage
        {
            Name = name,
            Category = category,
            Version = version,
            Executable = assembly,
            Command = command,
            Prefix = $"/usr/lib/{name}",
            Description = record.Property("Description"),
            License = record.Property("PackageLicenseExpression"),
            Service = service,
            Location = location,
        };

        bool Check(string key, string value, Regex form)
        {
            bool good = value.Length <= MaxLength && form.IsMatch(value);
            if (!good)
            {
                diagnostics.Add(ProgramDiagnostics.InvalidMetadata(location, file, key, value));
            }
            return good;
        }
    }

    private static ServiceUnit? ReadService(
        Func<string, string> metadata, Func<string, string, Regex, bool> check, SourceLocation location, string file, DiagnosticBag diagnostics)
    {
        bool valid = check("Arguments", metadata("Arguments"), OneLine()) & check("User", metadata("User"), Account())
            & check("After", metadata("After"), Units()) & check("WantedBy", metadata("WantedBy"), Units());
        string restart = First(metadata("Restart"), "on-failure");
        if (!Restarts.Contains(restart, StringComparer.Ordinal))
        {
            diagnostics.Add(ProgramDiagnostics.InvalidMetadata(location, file, "Restart", restart));
            valid = false;
        }
        ImmutableArray<(string, string)>.Builder environment = ImmutableArray.CreateBuilder<(string, string)>();
        foreach (string entry in metadata("Environment").Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            valid &= check("Environment", entry, Variable());
            int equals = entry.IndexOf('=', StringComparison.Ordinal);
            environment.Add(equals < 0 ? (entry, "") : (entry[..equals], entry[(equals + 1)..]));
        }
        return !valid ? null : new ServiceUnit
        {
            Arguments = metadata("Arguments").Trim(),
            Environment = environment.ToImmutable(),
            User = metadata("User"),
            Restart = restart,
            After = First(metadata("After"), "network.target"),
            WantedBy = First(metadata("WantedBy"), "multi-user.target"),
        };
    }

    private static string First(params ReadOnlySpan<string> values)
    {
        foreach (string value in values)
        {
            if (value.Length > 0)
            {
                return value;
            }
        }
        return "";
    }

    [GeneratedRegex(@"\A[A-Za-z0-9][A-Za-z0-9._+-]*\z", RegexOptions.NonBacktracking)]
    private static partial Regex Name();

    [GeneratedRegex(@"\A[0-9][A-Za-z0-9.~+-]*\z", RegexOptions.NonBacktracking)]
    private static partial Regex Version();

    [GeneratedRegex(@"\A[^\r\n]*\z", RegexOptions.NonBacktracking)]
    private static partial Regex OneLine();

    [GeneratedRegex(@"\A([a-z_][a-z0-9_-]{0,30}|[0-9]{1,10})?\z", RegexOptions.NonBacktracking)]
    private static partial Regex Account();

    [GeneratedRegex(@"\A[A-Za-z0-9:_.@\\ -]*\z", RegexOptions.NonBacktracking)]
    private static partial Regex Units();

    [GeneratedRegex(@"\A[A-Za-z_][A-Za-z0-9_]*=[^\r\n]*\z", RegexOptions.NonBacktracking)]
    private static partial Regex Variable();
}
