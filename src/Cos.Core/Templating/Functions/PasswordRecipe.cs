using System.Text;

namespace Cos.Sdk.Templating.Functions;

/// <summary>The forms of passwords that the Master Password algorithm makes: a letter of a form stands for a class of characters.</summary>
internal sealed class PasswordRecipe
{
    private static readonly Dictionary<string, string[]> Forms = new(StringComparer.Ordinal)
    {
        ["maximum"] = ["anoxxxxxxxxxxxxxxxxx", "axxxxxxxxxxxxxxxxxno"],
        ["long"] =
        [
            "CvcvnoCvcvCvcv", "CvcvCvcvnoCvcv", "CvcvCvcvCvcvno", "CvccnoCvcvCvcv", "CvccCvcvnoCvcv", "CvccCvcvCvcvno",
            "CvcvnoCvccCvcv", "CvcvCvccnoCvcv", "CvcvCvccCvcvno", "CvcvnoCvcvCvcc", "CvcvCvcvnoCvcc", "CvcvCvcvCvccno",
            "CvccnoCvccCvcv", "CvccCvccnoCvcv", "CvccCvccCvcvno", "CvcvnoCvccCvcc", "CvcvCvccnoCvcc", "CvcvCvccCvccno",
            "CvccnoCvcvCvcc", "CvccCvcvnoCvcc", "CvccCvcvCvccno",
        ],
        ["medium"] = ["CvcnoCvc", "CvcCvcno"],
        ["short"] = ["Cvcn"],
        ["basic"] = ["aaanaaan", "aannaaan", "aaannaaa"],
        ["pin"] = ["nnnn"],
    };

    private static readonly Dictionary<char, string> Characters = new()
    {
        ['V'] = "AEIOU",
        ['C'] = "BCDFGHJKLMNPQRSTVWXYZ",
        ['v'] = "aeiou",
        ['c'] = "bcdfghjklmnpqrstvwxyz",
        ['A'] = "AEIOUBCDFGHJKLMNPQRSTVWXYZ",
        ['a'] = "AEIOUaeiouBCDFGHJKLMNPQRSTVWXYZbcdfghjklmnpqrstvwxyz",
        ['n'] = "0123456789",
        ['o'] = "@&%?,=[]_:-+*$#!'^~;()/.",
        ['x'] = "AEIOUaeiouBCDFGHJKLMNPQRSTVWXYZbcdfghjklmnpqrstvwxyz0123456789!@#$%^&*()",
    };

    private readonly string[] _forms;

    private PasswordRecipe(string[] forms) => _forms = forms;

    /// <summary>The recipe of a name; null when there is none.</summary>
    public static PasswordRecipe? Find(string name) => Forms.TryGetValue(name, out string[]? forms) ? new PasswordRecipe(forms) : null;

    /// <summary>Writes the password that a seed stands for.</summary>
    public string Write(byte[] seed)
    {
        string form = _forms[seed[0] % _forms.Length];
        StringBuilder password = new(form.Length);
        for (int i = 0; i < form.Length; i++)
        {
            string characters = Characters[form[i]];
            password.Append(characters[seed[i + 1] % characters.Length]);
        }
        return password.ToString();
    }
}
