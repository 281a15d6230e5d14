using System.Text.RegularExpressions;
using Cos.Sdk.Diagnostics;

namespace Cos.Sdk.Running;

/// <summary>One thing that a booted system is expected to do.</summary>
internal sealed record SystemTest
{
    /// <summary>What it is called in the results.</summary>
    public required string Name { get; init; }

    /// <summary>Where it is written.</summary>
    public SourceLocation? Location { get; init; }

    /// <summary>A script for <c>sh</c> in the system; empty for none.</summary>
    public string Command { get; init; } = "";

    /// <summary>The status with which it is to end.</summary>
    public int ExitCode { get; init; }

    /// <summary>An address that the system serves; its port is the system's. Null for none.</summary>
    public Uri? Url { get; init; }

    /// <summary>The status that it is to answer with.</summary>
    public int Status { get; init; } = 200;

    /// <summary>A systemd unit; empty for none.</summary>
    public string Unit { get; init; } = "";

    /// <summary>The state that it is to be in.</summary>
    public string State { get; init; } = "active";

    /// <summary>What the serial console is to show; null for none.</summary>
    public Regex? Console { get; init; }

    /// <summary>What output or answer are to hold; null for anything.</summary>
    public Regex? Output { get; init; }

    /// <summary>How long it may take.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Whether it has to log in.</summary>
    public bool NeedsShell => Command.Length > 0 || Unit.Length > 0;
}
