using System.Globalization;
using System.Text;
using Cos.Device.Running;
using Cos.Sdk.CloudConfig.Actions;

namespace Cos.Device.Accounts;

/// <summary>passwd, shadow, group or gshadow: lines of fields parted by colons. Lines that are none are kept as they are.</summary>
internal sealed class AccountFile
{
    private readonly Machine _machine;

    private readonly string _path;

    private readonly AccountKind _kind;

    private readonly List<string[]> _records;

    private AccountFile(Machine machine, string path, AccountKind kind)
    {
        (_machine, _path, _kind) = (machine, path, kind);
        _records = [.. machine.ReadText(path).Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split(':'))];
    }

    /// <summary>Whether the file is there.</summary>
    public bool Exists => File.Exists(_machine.PathOf(_path));

    /// <summary>Opens the usual file of a kind.</summary>
    public static AccountFile Open(Machine machine, AccountKind kind) => Open(machine, kind switch
    {
        AccountKind.User => "/etc/passwd",
        AccountKind.Shadow => "/etc/shadow",
        AccountKind.Group => "/etc/group",
        _ => "/etc/gshadow",
    }, kind);

    /// <summary>Opens a file.</summary>
    public static AccountFile Open(Machine machine, string path, AccountKind kind) => new(machine, path, kind);

    /// <summary>The fields of a record, to be changed in place; null when there is none of the name.</summary>
    public string[]? Find(string name) => _records.Find(record => record[0] == name && record.Length == FieldsOf(_kind));

    /// <summary>Adds a record.</summary>
    public string[] Add(params string[] fields)
    {
        _records.Add(fields);
        return fields;
    }

    /// <summary>Removes a record.</summary>
    public void Remove(string name) => _records.RemoveAll(record => record[0] == name);

    /// <summary>The number of a user or group; null when there is none of the name.</summary>
    public uint? NumberOf(string name) =>
        Find(name) is { } record && uint.TryParse(record[2], NumberStyles.None, CultureInfo.InvariantCulture, out uint number) ? number : null;

    /// <summary>A number that nobody has: for users from 1000 upwards, for system accounts from 999 downwards.</summary>
    public uint FreeNumber(bool system, uint? preferred = null)
    {
        HashSet<string> taken = [.. _records.Where(record => record.Length > 2).Select(record => record[2])];
        IEnumerable<uint> candidates = system
            ? Enumerable.Range(0, 900).Select(index => (uint)(999 - index))
            : Enumerable.Range(1000, 58_999).Select(index => (uint)index);
        foreach (uint candidate in preferred is { } wish ? candidates.Prepend(wish) : candidates)
        {
            if (!taken.Contains(candidate.ToString(CultureInfo.InvariantCulture)))
            {
                return candidate;
            }
        }
        throw new DeviceException($"{_path}: no number is free");
    }

    /// <summary>Adds a user to the members of a group's record.</summary>
    public static void AddMember(string[] group, string user)
    {
        string[] members = group[3].Split(',', StringSplitOptions.RemoveEmptyEntries);
        if (!members.Contains(user))
        {
            group[3] = string.Join(',', [.. members, user]);
        }
    }

    /// <summary>Writes the file, unless nothing changed.</summary>
    public void Save()
    {
        bool secret = _kind is AccountKind.Shadow or AccountKind.GroupShadow;
        string group = secret && Open(_machine, AccountKind.Group).NumberOf("shadow") is { } number ? number.ToString(CultureInfo.InvariantCulture) : "0";
        string text = string.Concat(_records.Select(record => string.Join(':', record) + "\n"));
        _machine.WriteFile(_path, Encoding.UTF8.GetBytes(text), secret ? "0640" : "0644", new FileOwner("0", group));
    }

    private static int FieldsOf(AccountKind kind) => kind switch
    {
        AccountKind.User => 7,
        AccountKind.Shadow => 9,
        _ => 4,
    };
}
