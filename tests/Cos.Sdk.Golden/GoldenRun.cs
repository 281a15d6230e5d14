using Cos.Sdk.Diagnostics;

namespace Cos.Sdk.Golden;

/// <summary>Runs cases one after the other, prints those that differ, and counts.</summary>
internal sealed class GoldenRun(TextWriter output)
{
    private int _passed;
    private int _failed;
    private int _quirks;
    private int _quirksAsRecorded;
    private int _notCompared;

    /// <summary>Runs the cases. The last line is <c>N passed, N failed</c>.</summary>
    /// <returns>0 when there were cases and all passed.</returns>
    public async Task<int> RunAsync(IEnumerable<GoldenCase> cases, CancellationToken cancellationToken)
    {
        foreach (GoldenCase item in cases)
        {
            if (item.NotCompared is { } reason)
            {
                _notCompared++;
                output.WriteLine($"NOT COMPARED {item.Name}: {reason}");
                continue;
            }
            Count(item, await CompareAsync(item, cancellationToken));
        }
        if (_quirks > 0)
        {
            output.WriteLine($"{_quirks} quirks, {_quirksAsRecorded} of them as recorded");
        }
        if (_notCompared > 0)
        {
            output.WriteLine($"{_notCompared} not compared");
        }
        output.WriteLine($"{_passed} passed, {_failed} failed");
        return _failed == 0 && _passed > 0 ? 0 : 1;
    }

    private static async Task<string?> CompareAsync(GoldenCase item, CancellationToken cancellationToken)
    {
        try
        {
            return await item.Compare(cancellationToken);
        }
        catch (CosException exception)
        {
            return "refused: " + Diagnosed.Text(exception.Diagnostics);
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            return $"a fault of Cos.Sdk or of this runner: {exception}";
        }
    }

    private void Count(GoldenCase item, string? difference)
    {
        if (item.IsQuirk)
        {
            _quirks++;
            _quirksAsRecorded += difference is null ? 1 : 0;
            return;
        }
        if (difference is null)
        {
            _passed++;
            return;
        }
        _failed++;
        output.WriteLine($"FAILED {item.Name}");
        output.WriteLine("    " + difference.ReplaceLineEndings("\n    ").TrimEnd());
    }
}
