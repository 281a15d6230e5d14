namespace Cos.Sdk.CloudConfig.Actions;

/// <summary>Whose a file is. Names are looked up on the device, numbers are taken as they are; empty is left as it is.</summary>
/// <param name="User">Name or number.</param>
/// <param name="Group">Name or number.</param>
internal sealed record FileOwner(string User, string Group)
{
    /// <summary>Nothing said.</summary>
    public static FileOwner None { get; } = new("", "");
}
