using Cos.Sdk.Fetching;
using Cos.Sdk.Planning;
using Cos.Sdk.Validation;
using Microsoft.Build.Framework;

namespace Cos.Sdk.Tasks;

/// <summary>Checks every package of the trees. Needs neither engine nor network, and says the same in every build.</summary>
[MSBuildMultiThreadableTask]
public sealed class ValidateTree : RecallingTask
{
    /// <summary>Judges inherited packages like the project's own.</summary>
    public bool Inherited { get; set; }

    /// <inheritdoc />
    private protected override async System.Threading.Tasks.Task ExecuteAsync(CancellationToken cancellationToken)
    {
        if (Recall() is { } memory)
        {
            RepeatSaid(memory);
            return;
        }
        CosLock content = await CosLockFile.ReadAsync(PathOf(LockFile), cancellationToken).ConfigureAwait(false);
        SourceModel model = LoadSources(content, cancellationToken);
        Diagnostics.AddRange(model.Diagnostics);
        Diagnostics.AddRange(TreeValidator.Validate(model, Inherited, cancellationToken));
        NoteSaid();
    }
}
