using System.Collections.Immutable;
using System.Text;

namespace Cos.Sdk.Programs;

/// <summary>How a program runs as a systemd service.</summary>
internal sealed record ServiceUnit
{
    /// <summary>Where units of packages lie, relative to the root.</summary>
    public const string Folder = "usr/lib/systemd/system";

    /// <summary>What follows the program on its command line, in systemd's own syntax: quotes, <c>%</c> specifiers and <c>$NAME</c> work.</summary>
    public string Arguments { get; init; } = "";

    /// <summary>Variables, in the order given.</summary>
    public ImmutableArray<(string Name, string Value)> Environment { get; init; } = [];

    /// <summary>The account; empty for one that exists while the service runs.</summary>
    public string User { get; init; } = "";

    /// <summary>When it is started again: a value of systemd's <c>Restart=</c>.</summary>
    public string Restart { get; init; } = "on-failure";

    /// <summary>Units that are started before it, separated by blanks.</summary>
    public string After { get; init; } = "network.target";

    /// <summary>The target that starts it.</summary>
    public string WantedBy { get; init; } = "multi-user.target";

    /// <summary>The text of the unit file.</summary>
    public string Write(ProgramPackage package)
    {
        StringBuilder unit = new();
        unit.Append("[Unit]\n");
        Add(unit, "Description", Literal(package.Description.Length > 0 ? package.Description : package.Name));
        Add(unit, "After", After);
        unit.Append("\n[Service]\n");
        Add(unit, "ExecStart", $"{package.Prefix}/{package.Executable} {Arguments}".TrimEnd());
        Add(unit, "WorkingDirectory", package.Prefix);
        foreach ((string name, string value) in Environment)
        {
            Add(unit, "Environment", Quote($"{name}={value}"));
        }
        Add(unit, "Restart", Restart);
        AddAccount(unit, package.Name);
        unit.Append("\n[Install]\n");
        Add(unit, "WantedBy", WantedBy);
        return unit.ToString();
    }

    /// <summary>A named account that the system does not have is made for the time that the service runs; one that it has is used.</summary>
    private void AddAccount(StringBuilder unit, string name)
    {
        if (User.Length > 0)
        {
            Add(unit, "User", User);
        }
        if (User is "root" or "0")
        {
            return;
        }
        Add(unit, "DynamicUser", "yes");
        Add(unit, "StateDirectory", name);
        Add(unit, "NoNewPrivileges", "yes");
        Add(unit, "ProtectSystem", "strict");
        Add(unit, "ProtectHome", "yes");
        Add(unit, "PrivateTmp", "yes");
        Add(unit, "PrivateDevices", "yes");
    }

    private static void Add(StringBuilder unit, string key, string value) => unit.Append(key).Append('=').Append(value).Append('\n');

    private static string Literal(string text) => text.ReplaceLineEndings(" ").Replace("%", "%%", StringComparison.Ordinal);

    private static string Quote(string text) =>
        '"' + Literal(text).Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal) + '"';
}
