using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Cos.Sdk.Fetching;

/// <summary>Writes the text of a lock.</summary>
internal static class CosLockWriter
{
    private static readonly JsonWriterOptions Options = new()
    {
        Indented = true,
        IndentSize = 2,
        NewLine = "\n",
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>UTF-8, with a line end at the end.</summary>
    public static byte[] Write(CosLock content)
    {
        using MemoryStream output = new();
        using (Utf8JsonWriter json = new(output, Options))
        {
            json.WriteStartObject();
            json.WriteNumber("version", CosLockDocument.CurrentVersion);
            json.WriteStartObject("baseImages");
            foreach ((string reference, LockedBaseImage image) in content.BaseImages)
            {
                WriteBaseImage(json, reference, image);
            }
            json.WriteEndObject();
            json.WriteStartObject("seeds");
            foreach ((string reference, LockedSeed seed) in content.Seeds)
            {
                WriteSeed(json, reference, seed);
            }
            json.WriteEndObject();
            if (!content.Repositories.IsEmpty)
            {
                json.WriteStartObject("repositories");
                foreach ((string name, LockedRepository repository) in content.Repositories)
                {
                    WriteRepository(json, name, repository);
                }
                json.WriteEndObject();
            }
            json.WriteEndObject();
        }
        output.WriteByte((byte)'\n');
        return output.ToArray();
    }

    private static void WriteBaseImage(Utf8JsonWriter json, string reference, LockedBaseImage image)
    {
        json.WriteStartObject(reference);
        json.WriteString("digest", image.Digest);
        if (image.IsLocal)
        {
            json.WriteBoolean("local", true);
        }
        json.WriteEndObject();
    }

    private static void WriteSeed(Utf8JsonWriter json, string reference, LockedSeed seed)
    {
        json.WriteStartObject(reference);
        if (seed.Tarball.Length > 0)
        {
            json.WriteString("tarball", seed.Tarball);
        }
        else
        {
            json.WriteString("distribution", seed.Distribution == SeedDistribution.Ubuntu ? "ubuntu" : "debian");
            json.WriteString("suite", seed.Suite);
            json.WriteString("variant", seed.Variant);
            json.WriteString("architecture", seed.Architecture);
            WriteList(json, "components", seed.Components);
            WriteList(json, "mirrors", seed.Mirrors);
            WriteList(json, "requested", seed.Requested);
            json.WriteString("date", DateTimeOffset.FromUnixTimeSeconds(seed.Epoch).ToString(LockTextConverter.DateFormat, CultureInfo.InvariantCulture));
            json.WriteStartArray("packages");
            foreach (LockedPackage package in seed.Packages)
            {
                WritePackage(json, package);
            }
            json.WriteEndArray();
        }
        json.WriteString("rootFileSystem", seed.RootFileSystem);
        json.WriteEndObject();
    }

    private static void WriteList(Utf8JsonWriter json, string name, IEnumerable<string> values)
    {
        json.WriteStartArray(name);
        foreach (string value in values)
        {
            json.WriteStringValue(value);
        }
        json.WriteEndArray();
    }

    private static void WriteRepository(Utf8JsonWriter json, string name, LockedRepository repository)
    {
        json.WriteStartObject(name);
        json.WriteString("type", repository.Type);
        WriteList(json, "urls", repository.Urls);
        if (repository.Reference.Length > 0)
        {
            json.WriteString("reference", repository.Reference);
        }
        json.WriteNumber("revision", repository.Revision);
        WriteFile(json, "tree", repository.Tree);
        WriteFile(json, "meta", repository.Meta);
        WriteFile(json, "compilerTree", repository.CompilerTree);
        if (repository.SignedBy.Length > 0)
        {
            json.WriteString("signedBy", repository.SignedBy);
        }
        json.WriteStartArray("packages");
        foreach (LockedArchive archive in repository.Packages)
        {
            WriteLine(json, item =>
            {
                item.WriteString("package", archive.Package);
                item.WriteString("version", archive.Version);
                item.WriteString("sha256", archive.Sha256);
                if (archive.Digest is not null)
                {
                    item.WriteString("digest", archive.Digest);
                }
            });
        }
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteFile(Utf8JsonWriter json, string key, LockedFile? file)
    {
        if (file is not null)
        {
            json.WriteStartObject(key);
            json.WriteString("file", file.File);
            json.WriteString("sha256", file.Sha256);
            json.WriteEndObject();
        }
    }

    private static void WritePackage(Utf8JsonWriter json, LockedPackage package) => WriteLine(json, item =>
    {
        item.WriteString("name", package.Name);
        item.WriteString("version", package.Version);
        item.WriteString("architecture", package.Architecture);
        item.WriteString("sha256", package.Sha256);
    });

    /// <summary>An object on one line.</summary>
    private static void WriteLine(Utf8JsonWriter json, Action<Utf8JsonWriter> write)
    {
        using MemoryStream line = new();
        // The writer leaves the place of a raw value to the caller.
        line.Write(Encoding.ASCII.GetBytes("\n" + new string(' ', json.CurrentDepth * json.Options.IndentSize)));
        using (Utf8JsonWriter item = new(line, Options with { Indented = false }))
        {
            item.WriteStartObject();
            write(item);
            item.WriteEndObject();
        }
        json.WriteRawValue(line.ToArray(), skipInputValidation: true);
    }
}
