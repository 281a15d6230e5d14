using System.Globalization;

namespace Cos.Sdk.Benchmarks;

/// <summary>One line of the table.</summary>
/// <param name="Work">What was done.</param>
/// <param name="Seconds">What it took.</param>
/// <param name="Baseline">What it is compared with; empty when there is only an absolute aim.</param>
/// <param name="BaselineSeconds">What that took.</param>
/// <param name="Aim">What is wanted.</param>
/// <param name="DotnetMegabytes">Peak memory of the dotnet processes, less a no-op build's.</param>
/// <param name="ToolMegabytes">Peak memory of external tools.</param>
internal sealed record Row(
    string Work, double Seconds, string Baseline, double? BaselineSeconds, string Aim, double? DotnetMegabytes = null, double? ToolMegabytes = null)
{
    /// <summary>The table's head.</summary>
    public const string Head =
        "| work | s | baseline | s | ratio | aim | memory, dotnet | tools |\n|---|---:|---|---:|---:|---|---:|---:|";

    /// <inheritdoc />
    public override string ToString()
    {
        string ratio = BaselineSeconds is { } baseline ? string.Create(CultureInfo.InvariantCulture, $"{Seconds / baseline:0.00}") : "";
        return $"| {Work} | {Number(Seconds)} | {Baseline} | {Number(BaselineSeconds)} | {ratio} | {Aim} | {Memory(DotnetMegabytes)} | {Memory(ToolMegabytes)} |";
    }

    private static string Number(double? value) => value is { } number ? number.ToString("0.00", CultureInfo.InvariantCulture) : "";

    private static string Memory(double? value) => value is { } number ? string.Create(CultureInfo.InvariantCulture, $"{Math.Max(0, number):0} MB") : "";
}
