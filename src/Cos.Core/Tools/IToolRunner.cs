using Cos.Sdk.Diagnostics;

namespace Cos.Sdk.Tools;

/// <summary>Finds and runs external programs: those of the host, or those of a tools image.</summary>
internal interface IToolRunner
{
    /// <summary>Finds a program and asks its version, once.</summary>
    /// <exception cref="CosException">COS8001 missing, COS8002 too old, COS8003 cannot be run.</exception>
    Task<ToolInfo> FindAsync(ToolName tool, CancellationToken cancellationToken);

    /// <summary>Runs a program to its successful end. Cancellation ends it and everything it started.</summary>
    /// <exception cref="CosException">As <see cref="FindAsync"/>; COS8004 when it fails, COS8005 when it fails because the disk is full.</exception>
    Task<ToolResult> RunAsync(ToolInvocation invocation, CancellationToken cancellationToken);
}
