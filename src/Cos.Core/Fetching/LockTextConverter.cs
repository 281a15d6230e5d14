using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.RegularExpressions;

namespace Cos.Sdk.Fetching;

/// <summary>Reads a text of the lock that has a form, and fails at its line when it has another.</summary>
internal abstract partial class LockTextConverter(Regex form, string description) : JsonConverter<string>
{
    /// <summary>How dates are written.</summary>
    public const string DateFormat = "yyyy-MM-dd'T'HH:mm:ss'Z'";

    /// <inheritdoc />
    public override string Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        string? text = reader.TokenType == JsonTokenType.String ? reader.GetString() : null;
        return text is not null && form.IsMatch(text) ? text : throw new JsonException($"{description} is expected here.");
    }

    /// <inheritdoc />
    public override void Write(Utf8JsonWriter writer, string value, JsonSerializerOptions options) => writer.WriteStringValue(value);

    [GeneratedRegex(@"\A[0-9a-f]{64}\z", RegexOptions.NonBacktracking)]
    private static partial Regex HashText();

    [GeneratedRegex(@"\Asha256:[0-9a-f]{64}\z", RegexOptions.NonBacktracking)]
    private static partial Regex DigestText();

    [GeneratedRegex(@"\A[a-z0-9][a-z0-9+._-]{0,127}\z", RegexOptions.NonBacktracking)]
    private static partial Regex NameText();

    [GeneratedRegex(@"\A[0-9A-Za-z][0-9A-Za-z.+:~-]{0,127}\z", RegexOptions.NonBacktracking)]
    private static partial Regex VersionText();

    [GeneratedRegex(@"\A[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z\z", RegexOptions.NonBacktracking)]
    private static partial Regex DateText();

    [GeneratedRegex(@"\A(disk|http|docker)\z", RegexOptions.NonBacktracking)]
    private static partial Regex RepositoryKindText();

    [GeneratedRegex(@"\A[^/\\\p{Cc}]{1,255}\z", RegexOptions.NonBacktracking)]
    private static partial Regex FileNameText();

    /// <summary>64 hexadecimal digits.</summary>
    public sealed class Hash() : LockTextConverter(HashText(), "A SHA-256 of 64 hexadecimal digits in lower case");

    /// <summary>A digest with its algorithm.</summary>
    public sealed class Digest() : LockTextConverter(DigestText(), "A digest 'sha256:' with 64 hexadecimal digits in lower case");

    /// <summary>A name of a package, a release or an architecture.</summary>
    public sealed class Name() : LockTextConverter(NameText(), "A name of small letters, digits and +._-");

    /// <summary>A version of a package.</summary>
    public sealed class PackageVersion() : LockTextConverter(VersionText(), "A version of letters, digits and .+:~-");

    /// <summary>A type of repository.</summary>
    public sealed class RepositoryKind() : LockTextConverter(RepositoryKindText(), "disk, http or docker");

    /// <summary>A file in a repository's own folder.</summary>
    public sealed class FileName() : LockTextConverter(FileNameText(), "A name of a file, without folders,");

    /// <summary>A date to the second.</summary>
    public sealed class Date() : LockTextConverter(DateText(), "A date such as 2026-01-31T12:00:00Z")
    {
        /// <inheritdoc />
        public override string Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
        {
            string text = base.Read(ref reader, typeToConvert, options);
            return DateTimeOffset.TryParseExact(text, DateFormat, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out _)
                ? text
                : throw new JsonException("This is no date.");
        }
    }
}
