namespace Cos.Sdk.CloudConfig.Actions;

/// <summary>The account files.</summary>
internal enum AccountKind
{
    /// <summary>passwd.</summary>
    User,

    /// <summary>shadow.</summary>
    Shadow,

    /// <summary>group.</summary>
    Group,

    /// <summary>gshadow.</summary>
    GroupShadow,
}
