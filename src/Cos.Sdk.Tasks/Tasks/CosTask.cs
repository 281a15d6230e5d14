using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using Cos.Sdk.Building;
using Cos.Sdk.Building.Timelines;
using Cos.Sdk.Diagnostics;
using Cos.Sdk.Engine;
using Cos.Sdk.Trust;
using Microsoft.Build.Framework;

namespace Cos.Sdk.Tasks;

/// <summary>The edge between MSBuild and the domain: paths, cancellation, and diagnostics with codes.</summary>
public abstract class CosTask : Microsoft.Build.Utilities.Task, ICancelableTask, IMultiThreadableTask, IDisposable
{
    private readonly CancellationTokenSource _cancellation = new();

    /// <summary>The project's folder and environment, given by MSBuild.</summary>
    public TaskEnvironment TaskEnvironment { get; set; } = TaskEnvironment.Fallback;

    /// <summary>The project, which a diagnostic without another place is about; empty for the file that calls the task.</summary>
    public string ProjectFile { get; set; } = "";

    /// <summary>The file of diagnostics about the project.</summary>
    private protected string ProjectPath => ProjectFile.Length > 0 ? ProjectFile : BuildEngine.ProjectFileOfTaskNode;

    /// <summary>Takes what domain code has to say; it is reported when the task ends.</summary>
    private protected DiagnosticBag Diagnostics { get; } = [];

    /// <summary>Seconds to wait at most for another build of the same project.</summary>
    private protected static TimeSpan LockTimeout { get; } = TimeSpan.FromHours(2);

    /// <inheritdoc />
    public void Cancel() => _cancellation.Cancel();

    /// <inheritdoc />
    public void Dispose()
    {
        _cancellation.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <inheritdoc />
    public sealed override bool Execute()
    {
        try
        {
            ExecuteAsync(_cancellation.Token).GetAwaiter().GetResult();
        }
        catch (OperationCanceledException) when (_cancellation.IsCancellationRequested)
        {
            ReportAll();
            return false;
        }
        catch (CosException exception)
        {
            Diagnostics.AddRange(exception.Diagnostics);
            Log.LogMessage(MessageImportance.Low, "{0}", exception);
        }
        catch (Exception exception) when (SystemFailures.Explain(exception) is { } diagnostic)
        {
            Diagnostics.Add(diagnostic);
            Log.LogMessage(MessageImportance.Low, "{0}", exception);
        }
        ReportAll();
        return !Log.HasLoggedErrors;
    }

    /// <summary>The work. Known failures leave it as <see cref="CosException"/>.</summary>
    private protected abstract System.Threading.Tasks.Task ExecuteAsync(CancellationToken cancellationToken);

    /// <summary>An absolute path from one that may be relative to the project.</summary>
    private protected string PathOf(string path) => Path.GetFullPath(TaskEnvironment.GetAbsolutePath(path), TaskEnvironment.ProjectDirectory);

    /// <summary>The absolute path of an item.</summary>
    private protected string PathOf(ITaskItem item) => PathOf(item.ItemSpec);

    /// <summary>The environment of the build.</summary>
    private protected IReadOnlyDictionary<string, string> EnvironmentVariables() => TaskEnvironment.GetEnvironmentVariables();

    /// <summary>What tasks of one build share; made by the first that asks.</summary>
    private protected T Shared<T>(string key, Func<T> make)
        where T : class
    {
        if (Find<T>(key) is { } known)
        {
            return known;
        }
        T made = make();
        ((IBuildEngine4)BuildEngine).RegisterTaskObject(key, made, RegisteredTaskObjectLifetime.Build, allowEarlyCollection: false);
        return made;
    }

    /// <summary>What an earlier task of the build left to be shared; null when there is none.</summary>
    private protected T? Find<T>(string key)
        where T : class => ((IBuildEngine4)BuildEngine).GetRegisteredTaskObject(key, RegisteredTaskObjectLifetime.Build) as T;

    /// <summary>Keeps what was said since a moment, so that a build that leaves this file's subject as it is says it again.</summary>
    /// <param name="file">Where; empty for nowhere.</param>
    /// <param name="before">How much was said before.</param>
    private protected void KeepSaid(string file, int before)
    {
        if (file.Length > 0)
        {
            SaidFile.Write(PathOf(file), Diagnostics.Skip(before));
            Shared($"Cos.Sdk.Said\n{PathOf(file)}", () => new object());
        }
    }

    /// <summary>Whether what a file keeps was said in this build.</summary>
    private protected bool HasSaid(string file) => Find<object>($"Cos.Sdk.Said\n{file}") is not null;

    /// <summary>Takes the time of this build's work.</summary>
    private protected TimelineRecorder TimelineOf(string planFolder) =>
        Shared($"Cos.Sdk.Timeline\n{PathOf(planFolder)}", () => new TimelineRecorder(TimeProvider.System));

    /// <summary>Writes what was taken so far. What was confirmed without work leaves the last timeline as it is.</summary>
    private protected void WriteTimeline(string planFolder, string timelineFolder)
    {
        Timeline timeline = TimelineOf(planFolder).Read();
        if (!timeline.Nodes.IsEmpty)
        {
            TimelineFile.Write(PathOf(timelineFolder), Path.GetFileNameWithoutExtension(ProjectPath), timeline);
            BuildHistory.Add(PathOf(planFolder), timeline);
        }
    }

    /// <summary>Reads keys that properties name.</summary>
    private protected KeyFile Keys() => new(PathOf, EnvironmentVariables());

    /// <summary>Name and version of this SDK, for documents that state their maker.</summary>
    private protected static (string Name, string Version) Maker =>
        ("Cos.Sdk", typeof(CosTask).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? "");

    /// <summary>Where an engine is looked for.</summary>
    private protected EngineSearch SearchFor(string endpoint, string engine)
    {
        IReadOnlyDictionary<string, string> environment = EnvironmentVariables();
        return new EngineSearch
        {
            Endpoint = endpoint,
            Engine = engine,
            Environment = environment,
            HomeDirectory = environment.GetValueOrDefault("HOME") ?? environment.GetValueOrDefault("USERPROFILE") ?? "",
        };
    }

    /// <summary>Reports a diagnostic at once.</summary>
    private protected void Report(Diagnostic diagnostic)
    {
        string file = diagnostic.Location?.File ?? ProjectPath;
        int line = diagnostic.Location?.Line ?? 0;
        int column = diagnostic.Location?.Column ?? 0;
        string help = HelpLinkOf(diagnostic.Code);
        switch (diagnostic.Severity)
        {
            case DiagnosticSeverity.Error:
                Log.LogError(null, diagnostic.Code, null, help, file, line, column, 0, 0, "{0}", diagnostic.Message);
                break;
            case DiagnosticSeverity.Warning:
                Log.LogWarning(null, diagnostic.Code, null, help, file, line, column, 0, 0, "{0}", diagnostic.Message);
                break;
            default:
                Log.LogMessage(null, diagnostic.Code, null, file, line, column, 0, 0, MessageImportance.Normal, "{0}", diagnostic.Message);
                break;
        }
    }

    /// <summary>The page of codes that the SDK package carries; it is there without a network.</summary>
    [SuppressMessage("Globalization", "CA1308", Justification = "Anchors of the page are in lower case.")]
    private static string HelpLinkOf(string code)
    {
        string folder = Path.GetDirectoryName(typeof(CosTask).Assembly.Location)!;
        string page = Path.GetFullPath(Path.Combine("..", "..", "docs", "diagnostics.md"), folder);
        return $"{new Uri(page).AbsoluteUri}#{code.ToLowerInvariant()}";
    }

    private void ReportAll()
    {
        foreach (Diagnostic diagnostic in Diagnostics)
        {
            Report(diagnostic);
        }
    }
}
