using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;
using Cos.Sdk.Diagnostics;
using Cos.Sdk.Files;

namespace Cos.Sdk.Building;

/// <summary>Keeps what was said while a file was made, to be said again while it stays as it is. Where nothing was said there is none.</summary>
internal static class SaidFile
{
    /// <summary>Writes or removes it.</summary>
    public static void Write(string file, IEnumerable<Diagnostic> said)
    {
        ImmutableArray<Diagnostic> lasting = [.. said.Where(item => item.Severity != DiagnosticSeverity.Error)];
        if (lasting.IsEmpty)
        {
            File.Delete(file);
            return;
        }
        AtomicFile.WriteIfDifferent(file, JsonSerializer.Serialize(lasting, SaidFileJsonContext.Default.ImmutableArrayDiagnostic) + "\n");
    }

    /// <summary>What was said; nothing when there is no such file or it is damaged.</summary>
    public static ImmutableArray<Diagnostic> Read(string file)
    {
        try
        {
            return File.Exists(file) ? JsonSerializer.Deserialize(File.ReadAllText(file), SaidFileJsonContext.Default.ImmutableArrayDiagnostic) : [];
        }
        catch (JsonException)
        {
            return [];
        }
    }
}

/// <summary>Serialisers made at compile time.</summary>
[JsonSerializable(typeof(ImmutableArray<Diagnostic>))]
[JsonSourceGenerationOptions(WriteIndented = true, NewLine = "\n", PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UseStringEnumConverter = true)]
internal sealed partial class SaidFileJsonContext : JsonSerializerContext;
