using Cos.Sdk.Diagnostics;

namespace Cos.Sdk.Engine;

/// <summary>Recognises failed builds whose cause and cure are known, by what the engine and the step wrote.</summary>
internal static class KnownFailures
{
    private static readonly string[] NameResolution =
    [
        "Temporary failure resolving", "Temporary failure in name resolution", "Could not resolve host", "Name or service not known",
        "bad address", "unable to resolve host address", "Could not resolve", "Network is unreachable", "no such host",
    ];

    /// <summary>Turns a failed build into the diagnostic for the user.</summary>
    /// <param name="failure">How it failed.</param>
    /// <param name="engine">The engine that built.</param>
    /// <param name="location">Where the user wrote the step; null when not known.</param>
    public static Diagnostic Explain(ImageBuildFailure failure, EngineInfo engine, SourceLocation? location)
    {
        if (Says(failure, "Invalid cross-device link") && Says(failure, "semanage", "semodule"))
        {
            return EngineDiagnostics.PolicyStoreRename(location, failure.Tag, engine.StorageDriver, CommandOf(failure.Instruction));
        }
        if (LostLayer(failure))
        {
            return EngineDiagnostics.LostLayer(location, failure.Tag, failure.Error);
        }
        if (Says(failure, "No space left on device", "no space left on device"))
        {
            return EngineDiagnostics.NoSpace(location, failure.Tag, engine.RootDirectory, failure.Error);
        }
        if (WrongPlatform(failure))
        {
            return EngineDiagnostics.UnsupportedPlatform(location, failure.Tag, failure.Platform ?? "another platform", engine.Platform);
        }
        if (Says(failure, "exec format error", "Exec format error"))
        {
            return EngineDiagnostics.ForeignProgram(location, failure.Tag, failure.Instruction, engine.Platform);
        }
        if (failure.ExitCode is null && LooksForImage(failure))
        {
            return EngineDiagnostics.BaseImageNotFound(location, failure.Tag, failure.Instruction, failure.Error);
        }
        if (failure.NetworkMode == "none" && failure.LastLines.LastOrDefault(line => Contains(line, NameResolution)) is { } unresolved)
        {
            return EngineDiagnostics.StepNeedsNetwork(location, failure.Tag, failure.Instruction, unresolved.Trim());
        }
        return failure.ExitCode is { } exitCode
            ? EngineDiagnostics.StepFailed(location, failure.Tag, failure.Instruction, exitCode, failure.LastLines)
            : EngineDiagnostics.BuildFailed(location, failure.Tag, failure.Error);
    }

    /// <summary>Whether the same build may succeed when it is repeated without the engine's cache.</summary>
    public static bool MayRepeat(ImageBuildFailure failure) => LostLayer(failure);

    private static bool LostLayer(ImageBuildFailure failure) =>
        failure.Error.Contains("layer does not exist", StringComparison.Ordinal)
        && failure.Error.Contains("failed to ", StringComparison.Ordinal);

    private static bool WrongPlatform(ImageBuildFailure failure) =>
        Contains(failure.Error, "does not match the specified platform", "no match for platform in manifest", "no matching manifest for")
        || (failure.Platform is not null && Contains(failure.Error, "operating system is not supported", "no image found in manifest list"));

    /// <summary>An instruction that needs an image fails for hardly another reason than that the image is not to be had.</summary>
    private static bool LooksForImage(ImageBuildFailure failure) =>
        failure.Instruction.StartsWith("FROM ", StringComparison.OrdinalIgnoreCase)
        || (failure.Instruction.Contains("--from=", StringComparison.Ordinal)
            && Contains(failure.Error, "invalid from flag value", "no such image", "No such image", "initializing source", "pull access denied"));

    private static string CommandOf(string instruction) =>
        instruction.StartsWith("RUN ", StringComparison.OrdinalIgnoreCase) ? instruction[4..] : instruction;

    private static bool Says(ImageBuildFailure failure, params ReadOnlySpan<string> texts)
    {
        if (Contains(failure.Error, texts))
        {
            return true;
        }
        foreach (string line in failure.LastLines)
        {
            if (Contains(line, texts))
            {
                return true;
            }
        }
        return false;
    }

    private static bool Contains(string text, params ReadOnlySpan<string> parts)
    {
        foreach (string part in parts)
        {
            if (text.Contains(part, StringComparison.Ordinal))
            {
                return true;
            }
        }
        return false;
    }
}
