using Cos.Sdk.Building;
using Cos.Sdk.Diagnostics;
using Cos.Sdk.Tests.Planning;

namespace Cos.Sdk.Tests.Building;

public sealed class SaidFileTests : IDisposable
{
    private static readonly Diagnostic Warning = new("COS7022", DiagnosticSeverity.Warning, "said", new SourceLocation("/f", 1, 2));

    private readonly PlanTree _tree = new();

    public void Dispose() => _tree.Dispose();

    [Fact]
    public void Read_WhatWasWritten_IsTheSame_AndNothingLeavesNoFile()
    {
        string file = Path.Combine(_tree.Root, "x.said");
        Assert.Empty(SaidFile.Read(file));
        SaidFile.Write(file, [Warning, new Diagnostic("COS7020", DiagnosticSeverity.Error, "failed", null)]);
        Assert.Equal([Warning], SaidFile.Read(file));
        File.WriteAllText(file, "{");
        Assert.Empty(SaidFile.Read(file));
        SaidFile.Write(file, []);
        Assert.False(File.Exists(file));
    }
}
