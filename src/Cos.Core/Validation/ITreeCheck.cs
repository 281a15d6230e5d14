namespace Cos.Sdk.Validation;

/// <summary>Looks for one kind of fault in the trees of a project. Needs files alone.</summary>
internal interface ITreeCheck
{
    /// <summary>Looks at everything there is.</summary>
    /// <exception cref="OperationCanceledException">The caller gave up.</exception>
    void Check(Subject subject, Findings findings, CancellationToken cancellationToken);
}
