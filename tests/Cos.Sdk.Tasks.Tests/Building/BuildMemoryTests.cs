using Cos.Sdk.Building;
using Cos.Sdk.Diagnostics;
using Cos.Sdk.Planning;
using Cos.Sdk.Tests.Planning;

namespace Cos.Sdk.Tests.Building;

public sealed class BuildMemoryTests : IDisposable
{
    private static readonly BuildMemory Memory = new()
    {
        Inputs = new Dictionary<string, string> { ["FetchSources"] = "f", ["ResolveTree"] = "r" },
        Lock = "l",
        Outputs = "o",
        Epoch = "12",
        Plans = [new RememberedItem("/plan/a.json", new Dictionary<string, string> { ["Stamp"] = "/plan/a.stamp", ["Package"] = "c/ä@1" })],
        SideFiles = ["/plan/a.locations"],
        Said = new Dictionary<string, IReadOnlyList<Diagnostic>>
        {
            ["ValidateTree"] = [new Diagnostic("COS1040", DiagnosticSeverity.Warning, "said\nof the tree", new SourceLocation("/f", 1, 2))],
        },
        SaidOfNodes = [new Diagnostic("COS6032", DiagnosticSeverity.Warning, "said of a node", null)],
    };

    private readonly PlanTree _folder = new();

    private string MemoryFile => Path.Combine(_folder.Root, "build.memory");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Read_WrittenMemory_IsTheSame()
    {
        BuildMemoryFile.Write(MemoryFile, Memory);
        Assert.Equivalent(Memory, BuildMemoryFile.Read(MemoryFile), strict: true);
    }

    [Fact]
    public void Read_DamagedAnywhere_IsNoneOrAnother()
    {
        Assert.Null(BuildMemoryFile.Read(MemoryFile));
        BuildMemoryFile.Write(MemoryFile, Memory);
        byte[] whole = File.ReadAllBytes(MemoryFile);
        for (int length = 0; length < whole.Length; length++)
        {
            File.WriteAllBytes(MemoryFile, whole[..length]);
            Assert.Null(BuildMemoryFile.Read(MemoryFile));
        }
        Random random = new(4711);
        for (int round = 0; round < 2000; round++)
        {
            byte[] damaged = [.. whole];
            random.NextBytes(damaged.AsSpan(random.Next(damaged.Length - 4), 4));
            File.WriteAllBytes(MemoryFile, damaged);
            BuildMemoryFile.Read(MemoryFile);
        }
    }

    [Fact]
    public void Explain_ChangedValue_IsNamedWithBothTexts()
    {
        _folder.Add("a", "image: one", "steps: ['echo {{ .Values.greeting }} to all']").With("values.yaml", "greeting: hello\n");
        ImageNode before = Plan("hello");
        MadePlans.Write(_folder.Root, before, new NodeStamp { Hash = before.Hash });
        ValueTexts.Write(_folder.Root, new Dictionary<string, object?> { ["greeting"] = "hello", ["other"] = 1 });
        MadePlans.RememberValues(_folder.Root);
        ValueTexts.Write(_folder.Root, new Dictionary<string, object?> { ["greeting"] = "welcome", ["other"] = 2 });

        Assert.Equal(
            "'RUN echo welcome to all' was 'RUN echo hello to all': the value greeting is now welcome, was hello",
            MadePlans.Explain(_folder.Root, Plan("welcome")));
    }

    [Fact]
    public void Write_DroppedNode_TakesItsPlanAtOnce()
    {
        _folder.Add("a", "image: one", "steps: [echo a]").Add("b", "image: one", "steps: [echo b]");
        PlanFiles.Write(_folder.Root, _folder.Plan("a", "b"));
        foreach (string file in new[] { "image.b-c-1.0.stamp", "image.b-c-1.0.locations", "unrelated.json" })
        {
            _folder.With(file, "");
        }
        PlanFiles.Write(_folder.Root, _folder.Plan("a"));
        Assert.Equal(
            ["artifact.a-c-1.0.json", "image.a-c-1.0.json", "plan.set", "unrelated.json"],
            Directory.EnumerateFiles(_folder.Root).Select(file => Path.GetFileName(file)).Order(StringComparer.Ordinal));
    }

    private ImageNode Plan(string greeting)
    {
        _folder.Add("a", "image: one", $"steps: ['echo {greeting} to all']");
        return _folder.Image(_folder.Plan("a"), "a");
    }
}
