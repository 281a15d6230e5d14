using Cos.Sdk.Building;
using Microsoft.Build.Framework;

namespace Cos.Sdk.Tasks;

/// <summary>Says again what was said when files were made that this build left as they are.</summary>
[MSBuildMultiThreadableTask]
public sealed class RepeatSaid : CosTask
{
    /// <summary>What was said, one file for each file that was made.</summary>
    [Required]
    public ITaskItem[] Files { get; set; } = [];

    /// <inheritdoc />
    private protected override Task ExecuteAsync(CancellationToken cancellationToken)
    {
        foreach (ITaskItem file in Files.Where(file => !HasSaid(PathOf(file))))
        {
            Diagnostics.AddRange(SaidFile.Read(PathOf(file)));
        }
        return Task.CompletedTask;
    }
}
