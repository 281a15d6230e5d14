using Cos.Device.Running;
using Cos.Sdk.CloudConfig.Actions;

namespace Cos.Device.Accounts;

/// <summary>Writes single records of account files.</summary>
internal static class Entities
{
    /// <summary>Adds a record, or sets the fields that are given in the one that is there.</summary>
    public static void Ensure(Machine machine, string path, AccountEntity entity)
    {
        using FileStream taken = AccountLock.Take(machine);
        AccountFile file = AccountFile.Open(machine, path, entity.Kind);
        string[] record = file.Find(entity.Name) ?? file.Add([.. Defaults(entity.Kind)]);
        for (int i = 0; i < record.Length; i++)
        {
            record[i] = entity.Fields[i] ?? record[i];
        }
        if (entity.Kind is AccountKind.User or AccountKind.Group && record[2].Length == 0)
        {
            record[2] = file.FreeNumber(system: false).ToString(System.Globalization.CultureInfo.InvariantCulture);
        }
        if (entity.Kind == AccountKind.User && record[3].Length == 0)
        {
            record[3] = record[2];
        }
        file.Save();
    }

    /// <summary>Removes a record, if it is there.</summary>
    public static void Delete(Machine machine, string path, AccountEntity entity)
    {
        using FileStream taken = AccountLock.Take(machine);
        AccountFile file = AccountFile.Open(machine, path, entity.Kind);
        if (file.Exists)
        {
            file.Remove(entity.Name);
            file.Save();
        }
    }

    private static string[] Defaults(AccountKind kind) => kind switch
    {
        AccountKind.User => ["", "x", "", "", "", "/", "/usr/sbin/nologin"],
        AccountKind.Shadow => ["", "!", "", "0", "99999", "7", "", "", ""],
        AccountKind.Group => ["", "x", "", ""],
        _ => ["", "!", "", ""],
    };
}
