namespace Cos.Sdk.Engine;

/// <summary>What a piece of the engine's output is.</summary>
internal enum BuildOutputKind
{
    /// <summary>Text of a step or of the engine, complete lines or parts of one.</summary>
    Text,

    /// <summary>A step begins: <see cref="BuildOutput.Step"/> and <see cref="BuildOutput.Instruction"/> say which.</summary>
    Step,

    /// <summary>The step needs no work: the engine remembers its result.</summary>
    Cached,

    /// <summary>State of a transfer (pull, push); not part of the log.</summary>
    Transfer,

    /// <summary>The id of the finished image.</summary>
    Image,

    /// <summary>The operation failed; the last of the output.</summary>
    Error,
}
