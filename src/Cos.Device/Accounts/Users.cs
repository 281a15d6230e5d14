using System.Globalization;
using Cos.Device.Running;
using Cos.Sdk.CloudConfig.Actions;

namespace Cos.Device.Accounts;

/// <summary>Makes users, and gives passwords and groups to those that are there.</summary>
internal static class Users
{
    private const string Locked = "!";

    private const string NoAging = "";

    /// <summary>Brings an account to what the action says.</summary>
    public static void Ensure(Machine machine, EnsureUser user)
    {
        using FileStream taken = AccountLock.Take(machine);
        AccountFile users = AccountFile.Open(machine, AccountKind.User);
        AccountFile groups = AccountFile.Open(machine, AccountKind.Group);
        bool added = users.Find(user.Name) is null;
        string[] record = users.Find(user.Name) ?? Add(machine, user, users, groups);
        foreach (string group in user.Groups)
        {
            AccountFile.AddMember(groups.Find(group) ?? throw new DeviceException($"there is no group {group} for {user.Name}"), user.Name);
        }
        // Groups first: a user whose group is missing is worse than a group without its user.
        groups.Save();
        users.Save();
        SetPassword(machine, user, added);
        if (added && !user.NoCreateHome)
        {
            Homes.Create(machine, record);
        }
    }

    private static string[] Add(Machine machine, EnsureUser user, AccountFile users, AccountFile groups)
    {
        uint number = user.Uid ?? users.FreeNumber(user.IsSystem);
        uint group = user.PrimaryGroup.Length > 0
                ? groups.NumberOf(user.PrimaryGroup) ?? throw new DeviceException($"there is no group {user.PrimaryGroup} for {user.Name}")
            : user.NoUserGroup ? groups.NumberOf("users") ?? 100
            : groups.NumberOf(user.Name) ?? AddGroup(machine, user, groups, number);
        return users.Add(
            user.Name, "x", Text(number), Text(group), user.Gecos,
            user.HomeDirectory.Length > 0 ? user.HomeDirectory : "/home/" + user.Name,
            user.Shell.Length > 0 ? user.Shell : DefaultShell(machine));
    }

    private static uint AddGroup(Machine machine, EnsureUser user, AccountFile groups, uint preferred)
    {
        uint number = groups.FreeNumber(user.IsSystem, preferred);
        groups.Add(user.Name, "x", Text(number), "");
        AccountFile shadow = AccountFile.Open(machine, AccountKind.GroupShadow);
        if (shadow.Exists && shadow.Find(user.Name) is null)
        {
            shadow.Add(user.Name, Locked, "", "");
            shadow.Save();
        }
        return number;
    }

    private static void SetPassword(Machine machine, EnsureUser user, bool added)
    {
        AccountFile shadow = AccountFile.Open(machine, AccountKind.Shadow);
        string[]? known = shadow.Find(user.Name);
        string[] record = known ?? shadow.Add(user.Name, Locked, NoAging, "0", "99999", "7", "", "", "");
        if (user.Password.Length > 0)
        {
            record[1] = user.PasswordForm == PasswordForms.Clear ? Hash(user.Password, record[1]) : user.Password;
        }
        if (user.LockPassword && !record[1].StartsWith(Locked, StringComparison.Ordinal))
        {
            record[1] = Locked + record[1];
        }
        if (added || known is null || user.Password.Length > 0 || user.LockPassword)
        {
            shadow.Save();
        }
    }

    /// <summary>The hash of a password: the one that is there when it fits, so that doing it again changes nothing.</summary>
    private static string Hash(string password, string known)
    {
        string bare = known.TrimStart('!');
        return bare.StartsWith('$') && LibC.Crypt(password, bare) == bare ? bare : LibC.Crypt(password, "$6$" + Salt.Create());
    }

    private static string DefaultShell(Machine machine) => File.Exists(machine.PathOf("/bin/bash")) ? "/bin/bash" : "/bin/sh";

    private static string Text(uint number) => number.ToString(CultureInfo.InvariantCulture);
}
