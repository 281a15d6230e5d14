using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace Cos.Sdk.CloudConfig.Actions;

/// <summary>Makes a user where it is missing; one that is there gets the password and the groups.</summary>
internal sealed record EnsureUser : StepAction
{
    /// <summary>The user.</summary>
    public required string Name { get; init; }

    /// <summary>A hash as in shadow, or the password in clear; empty to leave it. Stays out of the plan.</summary>
    [JsonIgnore]
    public string Password { get; init; } = "";

    /// <summary>What is known of the password.</summary>
    public string PasswordForm => PasswordForms.Of(Password);

    /// <summary>Full name and the like.</summary>
    public string Gecos { get; init; } = "";

    /// <summary>Absolute; empty for the usual place.</summary>
    public string HomeDirectory { get; init; } = "";

    /// <summary>Whether no home is made.</summary>
    public bool NoCreateHome { get; init; }

    /// <summary>Name of the primary group; empty for a group of the user's own.</summary>
    public string PrimaryGroup { get; init; } = "";

    /// <summary>Further groups.</summary>
    public ImmutableArray<string> Groups { get; init; } = [];

    /// <summary>Whether no group of the user's own is made.</summary>
    public bool NoUserGroup { get; init; }

    /// <summary>Whether numbers come from the range of system accounts.</summary>
    public bool IsSystem { get; init; }

    /// <summary>Absolute path of the shell; empty for the system's usual one.</summary>
    public string Shell { get; init; } = "";

    /// <summary>Whether the password is locked.</summary>
    public bool LockPassword { get; init; }

    /// <summary>The number; null for the next free one.</summary>
    public uint? Uid { get; init; }
}
