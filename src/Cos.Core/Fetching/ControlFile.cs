namespace Cos.Sdk.Fetching;

/// <summary>Reads Debian's control format: stanzas of fields, a field going on where a line begins with a blank.</summary>
internal static class ControlFile
{
    /// <summary>Each stanza with its fields; names compare without case. Comments are dropped.</summary>
    public static IEnumerable<IReadOnlyDictionary<string, string>> Read(IEnumerable<string> lines)
    {
        Dictionary<string, string> stanza = new(StringComparer.OrdinalIgnoreCase);
        string field = "";
        foreach (string line in lines)
        {
            if (string.IsNullOrWhiteSpace(line))
            {
                if (stanza.Count > 0)
                {
                    yield return stanza;
                    stanza = new(StringComparer.OrdinalIgnoreCase);
                }
                field = "";
            }
            else if (line[0] is ' ' or '\t')
            {
                if (field.Length > 0)
                {
                    stanza[field] += "\n" + line.Trim();
                }
            }
            else if (line[0] != '#' && line.IndexOf(':', StringComparison.Ordinal) is > 0 and int colon)
            {
                field = line[..colon];
                stanza[field] = line[(colon + 1)..].Trim();
            }
        }
        if (stanza.Count > 0)
        {
            yield return stanza;
        }
    }
}
