using System.Globalization;
using System.Text.RegularExpressions;
using Cos.Sdk.Diagnostics;

namespace Cos.Sdk.Running;

/// <summary>Reads a <c>CosTest</c> item.</summary>
internal static class SystemTestReader
{
    private static readonly string[] Kinds = ["Command", "Url", "Unit", "Console"];

    /// <summary>The test of an item.</summary>
    /// <param name="name">The item.</param>
    /// <param name="metadata">Gives its metadata; empty for none.</param>
    /// <param name="location">Where it is written.</param>
    /// <param name="diagnostics">Takes COS9101.</param>
    /// <returns>Null when there was an error.</returns>
    public static SystemTest? Read(string name, Func<string, string> metadata, SourceLocation? location, DiagnosticBag diagnostics)
    {
        int errors = 0;
        string[] kinds = [.. Kinds.Where(kind => metadata(kind).Length > 0)];
        if (kinds.Length != 1)
        {
            Refuse(kinds.Length == 0 ? "it has none of Command, Url, Unit and Console." : $"it has {string.Join(" and ", kinds)}; one test does one thing.");
        }
        Uri? url = null;
        if (metadata("Url") is { Length: > 0 } address && (!Uri.TryCreate(address, UriKind.Absolute, out url) || url.Scheme is not ("http" or "https")))
        {
            Refuse($"'{address}' is no http or https address.");
        }
        SystemTest test = new()
        {
            Name = name,
            Location = location,
            Command = metadata("Command"),
            ExitCode = Number("ExitCode", 0, 255),
            Url = url,
            Status = Number("Status", 200, 599),
            Unit = metadata("Unit"),
            State = metadata("State") is { Length: > 0 } state ? state : "active",
            Console = Pattern("Console"),
            Output = Pattern("Expect"),
            Timeout = TimeSpan.FromSeconds(Number("Timeout", 60, 86_400)),
        };
        return errors == 0 ? test : null;

        int Number(string key, int otherwise, int most)
        {
            string text = metadata(key);
            if (text.Length == 0)
            {
                return otherwise;
            }
            if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int number) && number <= most)
            {
                return number;
            }
            Refuse($"{key} is '{text}', which is no number from 0 to {most.ToString(CultureInfo.InvariantCulture)}.");
            return otherwise;
        }

        Regex? Pattern(string key)
        {
            string text = metadata(key);
            try
            {
                return text.Length == 0 ? null : new Regex(text, RegexOptions.NonBacktracking | RegexOptions.Multiline | RegexOptions.CultureInvariant);
            }
            catch (Exception exception) when (exception is ArgumentException or NotSupportedException)
            {
                Refuse($"{key} is no regular expression that can be searched for in bounded time: {exception.Message}");
                return null;
            }
        }

        void Refuse(string reason)
        {
            errors++;
            diagnostics.Add(RunningDiagnostics.InvalidTest(location, name, reason));
        }
    }
}
