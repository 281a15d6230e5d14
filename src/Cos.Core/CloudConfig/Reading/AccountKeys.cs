using System.Collections.Immutable;
using Cos.Sdk.CloudConfig.Actions;
using Cos.Sdk.Diagnostics;
using Cos.Sdk.Trees.Yaml;

namespace Cos.Sdk.CloudConfig.Reading;

/// <summary>Reads <c>users</c>, <c>authorized_keys</c>, <c>ensure_entities</c> and <c>delete_entities</c>.</summary>
internal static class AccountKeys
{
    /// <summary>The keys of a user.</summary>
    public static ImmutableArray<string> UserFields { get; } =
    [
        "passwd", "gecos", "homedir", "no_create_home", "primary_group", "groups", "no_user_group", "system", "shell",
        "ssh_authorized_keys", "lock_passwd", "uid",
    ];

    public static IEnumerable<StepAction> ReadUsers(ConfigFields step)
    {
        foreach (YamlEntry entry in step.Mapping("users")?.Entries ?? [])
        {
            if (entry.Value is not YamlMapping mapping)
            {
                if (entry.Value is not YamlScalar { Kind: YamlScalarKind.Null })
                {
                    step.Diagnostics.Add(CloudConfigDiagnostics.InvalidValue(entry.Value.Location, entry.Value.Describe(), entry.Key.Text, "the keys of a user"));
                    continue;
                }
                mapping = new YamlMapping((line, column) => entry.Key.Location, entry.Key.Line, entry.Key.Column, [], 1, 1);
            }
            ConfigFields user = new(mapping, $"the user {entry.Key.Text}", UserFields, step.Diagnostics);
            if (!Rules.IsAccount(entry.Key.Text))
            {
                step.Diagnostics.Add(CloudConfigDiagnostics.InvalidValue(entry.Key.Location, entry.Key.Text, "users", Rules.Account));
                continue;
            }
            foreach (StepAction action in ReadUser(entry.Key.Text, user, user.Texts("groups")))
            {
                yield return action;
            }
        }
    }

    /// <summary>A user's account, then its keys; nothing after an error.</summary>
    public static IEnumerable<StepAction> ReadUser(string name, ConfigFields fields, ImmutableArray<string> groups)
    {
        if (fields.Checked("gecos", fields.Text("gecos"), Rules.IsOneLine, Rules.OneLine) is not { } gecos
            || fields.Checked("passwd", fields.Text("passwd"), Rules.IsOneLine, Rules.OneLine) is not { } password
            || PathOf(fields, "homedir") is not { } home
            || PathOf(fields, "shell") is not { } shell
            || fields.Checked("primary_group", fields.Text("primary_group"), IsAccountOrNone, Rules.Account) is not { } primary
            || (fields.Has("uid") && fields.Number("uid") is null)
            || groups.Any(group => fields.Checked("groups", group, Rules.IsAccount, Rules.Account) is null))
        {
            yield break;
        }
        yield return new EnsureUser
        {
            Name = name,
            Password = password,
            Gecos = gecos,
            HomeDirectory = home,
            NoCreateHome = fields.Flag("no_create_home"),
            PrimaryGroup = primary,
            Groups = groups,
            NoUserGroup = fields.Flag("no_user_group"),
            IsSystem = fields.Flag("system"),
            Shell = shell,
            LockPassword = fields.Flag("lock_passwd"),
            Uid = fields.Number("uid"),
        };
        if (KeysOf(fields.LocatedTexts("ssh_authorized_keys"), "ssh_authorized_keys", fields.Diagnostics) is { IsEmpty: false } keys)
        {
            yield return new AuthorizeKeys(name, keys);
        }
    }

    public static IEnumerable<StepAction> ReadKeys(ConfigFields step)
    {
        if (step.Mapping("authorized_keys") is not { } users)
        {
            yield break;
        }
        ConfigFields fields = new(users, "authorized_keys", [.. users.Entries.Select(entry => entry.Key.Text)], step.Diagnostics);
        foreach (YamlEntry entry in users.Entries)
        {
            string user = entry.Key.Text;
            if (!Rules.IsAccount(user))
            {
                step.Diagnostics.Add(CloudConfigDiagnostics.InvalidValue(entry.Key.Location, user, "authorized_keys", Rules.Account));
            }
            else if (KeysOf(fields.LocatedTexts(user), user, step.Diagnostics) is { IsEmpty: false } keys)
            {
                yield return new AuthorizeKeys(user, keys);
            }
        }
    }

    public static IEnumerable<StepAction> ReadEnsured(ConfigFields step) =>
        ReadEntities(step, "ensure_entities").Select(item => new EnsureEntity(item.Path, item.Entity));

    public static IEnumerable<StepAction> ReadDeleted(ConfigFields step) =>
        ReadEntities(step, "delete_entities").Select(item => new DeleteEntity(item.Path, item.Entity));

    /// <summary>The keys that are some; others are reported.</summary>
    public static ImmutableArray<string> KeysOf(ImmutableArray<(string Text, SourceLocation Location)> texts, string field, DiagnosticBag diagnostics)
    {
        ImmutableArray<string>.Builder keys = ImmutableArray.CreateBuilder<string>(texts.Length);
        foreach ((string text, SourceLocation location) in texts)
        {
            if (Rules.IsPublicKey(text.Trim()))
            {
                keys.Add(text.Trim());
            }
            else
            {
                diagnostics.Add(CloudConfigDiagnostics.InvalidValue(location, text.Length > 60 ? text[..60] + "…" : text, field, Rules.PublicKey));
            }
        }
        return keys.ToImmutable();
    }

    private static IEnumerable<(string Path, AccountEntity Entity)> ReadEntities(ConfigFields step, string key)
    {
        foreach (ConfigFields entry in step.Entries(key, ["path", "entity"]))
        {
            if (EntityReader.Read(entry) is { } entity && entry.PathOr("path", EntityReader.UsualFile(entity.Kind)) is { } path)
            {
                yield return (path, entity);
            }
        }
    }

    private static bool IsAccountOrNone(string text) => text.Length == 0 || Rules.IsAccount(text);

    private static string? PathOf(ConfigFields fields, string key) => fields.Text(key) is { Length: > 0 } path
        ? fields.Checked(key, path, text => Rules.IsAbsolutePath(text) && Rules.IsOneLine(text), Rules.AbsolutePath)
        : "";
}
