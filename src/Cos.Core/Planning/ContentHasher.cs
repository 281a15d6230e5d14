using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Cos.Sdk.Planning;

/// <summary>Feeds fields into a SHA-256 in a form that does not depend on the machine.</summary>
/// <remarks>
/// Every string goes in as its UTF-8 length (4 bytes, little endian) and then its bytes, so ("ab", "c") and ("a", "bc") differ.
/// Absolute paths, times and dictionary order never go in. Not thread-safe; use one per result.
/// </remarks>
internal sealed class ContentHasher : IDisposable
{
    private readonly IncrementalHash _sha256 = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);

    /// <summary>Adds one named value; the order of calls matters.</summary>
    public ContentHasher Add(string name, string value)
    {
        AppendText(name);
        AppendText(value);
        return this;
    }

    /// <summary>Adds a named number.</summary>
    public ContentHasher Add(string name, long value) => Add(name, value.ToString(CultureInfo.InvariantCulture));

    /// <summary>Adds a named list whose order matters.</summary>
    public ContentHasher AddList(string name, IReadOnlyCollection<string> values)
    {
        Add(name, values.Count);
        foreach (string value in values)
        {
            AppendText(value);
        }
        return this;
    }

    /// <summary>The hash in 64 lower-case hex digits; the hasher begins anew.</summary>
    public string Finish() => Convert.ToHexStringLower(_sha256.GetHashAndReset());

    /// <inheritdoc />
    public void Dispose() => _sha256.Dispose();

    private void AppendText(string text)
    {
        int length = Encoding.UTF8.GetByteCount(text);
        Span<byte> buffer = length <= 512 ? stackalloc byte[length + 4] : new byte[length + 4];
        BinaryPrimitives.WriteInt32LittleEndian(buffer, length);
        Encoding.UTF8.GetBytes(text, buffer[4..]);
        _sha256.AppendData(buffer);
    }
}
