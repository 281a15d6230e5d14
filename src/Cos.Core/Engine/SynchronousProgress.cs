namespace Cos.Sdk.Engine;

/// <summary>Reports at once, in order, on the reporting thread (the framework's own posts to the thread pool).</summary>
internal sealed class SynchronousProgress<T>(Action<T> report) : IProgress<T>
{
    /// <inheritdoc />
    public void Report(T value) => report(value);
}
