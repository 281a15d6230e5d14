using System.Text;

namespace Cos.Sdk.Trees.Patterns;

/// <summary>Reads the classes in brackets.</summary>
internal static class Re2ClassReader
{
    /// <summary>The class in .NET's syntax; the opening bracket was read.</summary>
    public static string Read(Re2Scanner scanner)
    {
        StringBuilder members = new();
        bool negated = scanner.Skip("^");
        bool first = true;
        while (first || scanner.AtEnd || scanner.Peek() != ']')
        {
            if (scanner.AtEnd)
            {
                throw new FormatException("a [ is not closed");
            }
            first = false;
            ReadMember(scanner, members);
        }
        scanner.Next();
        return $"[{(negated ? "^" : "")}{members}]";
    }

    private static void ReadMember(Re2Scanner scanner, StringBuilder members)
    {
        if (scanner.Skip("[:"))
        {
            members.Append(Re2Ranges.ReadPosixClass(scanner));
            return;
        }
        if (scanner.Peek() == '\\')
        {
            scanner.Next();
            if (!scanner.AtEnd && Re2Ranges.TryReadClassEscape(scanner, out string? ready))
            {
                members.Append(ready);
                return;
            }
            ReadRange(scanner, scanner.ReadEscapedCharacter(), members);
            return;
        }
        ReadRange(scanner, scanner.Complete(scanner.Next()), members);
    }

    private static void ReadRange(Re2Scanner scanner, Rune low, StringBuilder members)
    {
        Rune high = low;
        if (scanner.Skip("-"))
        {
            if (scanner.AtEnd || scanner.Peek() == ']')
            {
                members.Append(Re2Ranges.Escape('-'));
            }
            else
            {
                high = scanner.Skip("\\") ? scanner.ReadEscapedCharacter() : scanner.Complete(scanner.Next());
            }
        }
        if (high < low)
        {
            throw new FormatException("a range of a class runs backwards");
        }
        if (!high.IsBmp)
        {
            throw new FormatException("a class holds characters beyond U+FFFF");
        }
        members.Append(Re2Ranges.Escape(low.Value)).Append('-').Append(Re2Ranges.Escape(high.Value));
    }
}
