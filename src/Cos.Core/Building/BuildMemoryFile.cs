using System.Text;
using Cos.Sdk.Diagnostics;
using Cos.Sdk.Files;

namespace Cos.Sdk.Building;

/// <summary>Keeps a <see cref="BuildMemory"/> in a file that is read in a moment.</summary>
internal static class BuildMemoryFile
{
    /// <summary>Raised when the form of the file or the meaning of a field changes.</summary>
    private const string Form = "cos build memory 1";

    /// <summary>Files beyond this are none of ours.</summary>
    private const long MaxSize = 256 * 1024 * 1024;

    /// <summary>Reads a memory; null when there is none that holds.</summary>
    public static BuildMemory? Read(string file)
    {
        try
        {
            if (new FileInfo(file) is not { Exists: true, Length: < MaxSize })
            {
                return null;
            }
            using BinaryReader reader = new(new MemoryStream(File.ReadAllBytes(file)), Encoding.UTF8);
            return reader.ReadString() != Form ? null : new BuildMemory
            {
                Inputs = ReadPairs(reader),
                Lock = reader.ReadString(),
                Outputs = reader.ReadString(),
                Epoch = reader.ReadString(),
                Plans = ReadList(reader, ReadItem),
                SideFiles = ReadList(reader, from => from.ReadString()),
                Said = ReadList(reader, from => (Name: from.ReadString(), Said: ReadList(from, ReadDiagnostic)))
                    .ToDictionary(pair => pair.Name, pair => (IReadOnlyList<Diagnostic>)pair.Said, StringComparer.Ordinal),
                SaidOfNodes = ReadList(reader, ReadDiagnostic),
            };
        }
        catch (Exception exception) when (exception is IOException or FormatException or ArgumentException)
        {
            return null;
        }
    }

    /// <summary>Writes it beside the file and renames.</summary>
    public static void Write(string file, BuildMemory memory)
    {
        using MemoryStream content = new();
        using (BinaryWriter writer = new(content, Encoding.UTF8, leaveOpen: true))
        {
            writer.Write(Form);
            WritePairs(writer, memory.Inputs);
            writer.Write(memory.Lock);
            writer.Write(memory.Outputs);
            writer.Write(memory.Epoch);
            WriteList(writer, memory.Plans, WriteItem);
            WriteList(writer, memory.SideFiles, (to, path) => to.Write(path));
            WriteList(writer, [.. memory.Said], (to, pair) =>
            {
                to.Write(pair.Key);
                WriteList(to, pair.Value, WriteDiagnostic);
            });
            WriteList(writer, memory.SaidOfNodes, WriteDiagnostic);
        }
        AtomicFile.Write(file, content.ToArray());
    }

    private static RememberedItem ReadItem(BinaryReader reader) => new(reader.ReadString(), ReadPairs(reader));

    private static void WriteItem(BinaryWriter writer, RememberedItem item)
    {
        writer.Write(item.Path);
        WritePairs(writer, item.Metadata);
    }

    private static Diagnostic ReadDiagnostic(BinaryReader reader)
    {
        (string code, DiagnosticSeverity severity, string message) = (reader.ReadString(), (DiagnosticSeverity)reader.ReadInt32(), reader.ReadString());
        return new Diagnostic(
            code, severity, message, reader.ReadBoolean() ? new SourceLocation(reader.ReadString(), reader.ReadInt32(), reader.ReadInt32()) : null);
    }

    private static void WriteDiagnostic(BinaryWriter writer, Diagnostic diagnostic)
    {
        writer.Write(diagnostic.Code);
        writer.Write((int)diagnostic.Severity);
        writer.Write(diagnostic.Message);
        writer.Write(diagnostic.Location is not null);
        if (diagnostic.Location is { } at)
        {
            writer.Write(at.File);
            writer.Write(at.Line);
            writer.Write(at.Column);
        }
    }

    private static Dictionary<string, string> ReadPairs(BinaryReader reader)
    {
        Dictionary<string, string> pairs = new(StringComparer.Ordinal);
        for (int count = reader.ReadInt32(); count > 0; count--)
        {
            pairs[reader.ReadString()] = reader.ReadString();
        }
        return pairs;
    }

    private static void WritePairs(BinaryWriter writer, IReadOnlyDictionary<string, string> pairs)
    {
        writer.Write(pairs.Count);
        foreach ((string name, string value) in pairs)
        {
            writer.Write(name);
            writer.Write(value);
        }
    }

    private static List<T> ReadList<T>(BinaryReader reader, Func<BinaryReader, T> read)
    {
        List<T> items = [];
        for (int count = reader.ReadInt32(); count > 0; count--)
        {
            items.Add(read(reader));
        }
        return items;
    }

    private static void WriteList<T>(BinaryWriter writer, IReadOnlyList<T> items, Action<BinaryWriter, T> write)
    {
        writer.Write(items.Count);
        foreach (T item in items)
        {
            write(writer, item);
        }
    }
}
