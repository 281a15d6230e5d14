using System.Runtime.CompilerServices;
using System.Runtime.ExceptionServices;

namespace Cos.Sdk.Templating.Runtime;

/// <summary>Goes on with a deep recursion on another thread when the stack of this one is nearly used up.</summary>
internal static class DeepStack
{
    private const int StackSize = 16 * 1024 * 1024;

    /// <summary>Whether the stack has room for another step.</summary>
    public static bool HasRoom => RuntimeHelpers.TryEnsureSufficientExecutionStack();

    /// <summary>Runs the function on a fresh stack and waits for it; an exception comes through as it was thrown.</summary>
    public static T Run<T>(Func<T> function)
    {
        T result = default!;
        ExceptionDispatchInfo? failure = null;
        Thread thread = new(
            () =>
            {
                try
                {
                    result = function();
                }
                catch (Exception exception)
                {
                    failure = ExceptionDispatchInfo.Capture(exception);
                }
            },
            StackSize);
        thread.Start();
        thread.Join();
        failure?.Throw();
        return result;
    }
}
