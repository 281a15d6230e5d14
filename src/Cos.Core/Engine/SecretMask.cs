using System.Text;

namespace Cos.Sdk.Engine;

/// <summary>Takes the values of secrets out of what an engine says, also where a value comes in pieces. Lines of fewer than four characters are not looked for.</summary>
internal sealed class SecretMask
{
    private const string Stars = "***";
    private const int ShortestValue = 4;

    private readonly string[] _values;
    private string _held = "";

    /// <summary>Knows each value and each of its lines.</summary>
    public SecretMask(IEnumerable<byte[]> values) => _values =
    [
        .. values.Select(Encoding.UTF8.GetString).SelectMany(value => value.Split('\n').Append(value)).Select(line => line.Trim())
            .Where(line => line.Length >= ShortestValue).Distinct(StringComparer.Ordinal).OrderByDescending(line => line.Length),
    ];

    /// <summary>Masks one message. A piece at its end that may be the beginning of a value comes with the next.</summary>
    public IEnumerable<BuildOutput> Pass(BuildOutput output)
    {
        if (output.Kind == BuildOutputKind.Text)
        {
            string text = Replace(_held + output.Text);
            int held = HeldOf(text);
            _held = text[^held..];
            if (text.Length > held)
            {
                yield return output with { Text = text[..^held] };
            }
            yield break;
        }
        if (_held.Length > 0)
        {
            yield return output with { Kind = BuildOutputKind.Text, Text = _held };
            _held = "";
        }
        yield return output with { Text = Replace(output.Text), Instruction = Replace(output.Instruction) };
    }

    private string Replace(string text)
    {
        foreach (string value in _values)
        {
            text = text.Replace(value, Stars, StringComparison.Ordinal);
        }
        return text;
    }

    private int HeldOf(string text)
    {
        int longest = 0;
        foreach (string value in _values)
        {
            for (int length = Math.Min(value.Length - 1, text.Length); length > longest; length--)
            {
                if (text.AsSpan(text.Length - length).SequenceEqual(value.AsSpan(0, length)))
                {
                    longest = length;
                }
            }
        }
        return longest;
    }
}
