using System.Collections.Immutable;
using System.Globalization;
using Cos.Sdk.Diagnostics;
using Cos.Sdk.Repositories;
using Microsoft.Build.Framework;

namespace Cos.Sdk.Tasks;

/// <summary>Reads the repositories of others that a project declares: <c>CosRepository</c> items and <c>.luet.yaml</c>.</summary>
internal sealed class RepositoryItems
{
    private readonly DiagnosticBag _diagnostics;
    private readonly SourceLocation _project;
    private readonly List<RepositoryReference> _repositories = [];

    private RepositoryItems(DiagnosticBag diagnostics, string projectFile)
    {
        _diagnostics = diagnostics;
        _project = new SourceLocation(projectFile);
    }

    /// <summary>The enabled repositories, the most preferred one first; among equals the order of declaration decides.</summary>
    /// <param name="items">Metadata: Type, Url, Priority, Enable, Name, Reference.</param>
    /// <param name="projectFolder">Where <c>.luet.yaml</c> may lie.</param>
    /// <param name="architecture">OCI name of the architecture.</param>
    /// <param name="diagnostics">Takes what is wrong.</param>
    /// <param name="projectFile">For messages.</param>
    /// <exception cref="CosException">One of them is wrong.</exception>
    public static ImmutableArray<RepositoryReference> Read(
        IEnumerable<ITaskItem> items, string projectFolder, string architecture, DiagnosticBag diagnostics, string projectFile)
    {
        RepositoryItems reader = new(diagnostics, projectFile);
        foreach (ITaskItem item in items.Where(item => !IsFalse(item.GetMetadata("Enable"))))
        {
            reader.Read(item);
        }
        string file = Path.Combine(projectFolder, LuetConfiguration.FileName);
        if (File.Exists(file))
        {
            reader._repositories.AddRange(new LuetConfiguration(architecture, diagnostics).Read(file));
        }
        ImmutableArray<RepositoryReference> found = Unite(reader._repositories, diagnostics);
        diagnostics.ThrowIfErrors();
        return [.. found.OrderBy(repository => repository.Priority)];
    }

    /// <summary>Each repository once; one name for two of them is an error.</summary>
    public static ImmutableArray<RepositoryReference> Unite(IEnumerable<RepositoryReference> repositories, DiagnosticBag diagnostics)
    {
        Dictionary<string, RepositoryReference> byName = new(StringComparer.Ordinal);
        foreach (RepositoryReference repository in repositories)
        {
            if (repository.Urls.IsDefaultOrEmpty)
            {
                diagnostics.Add(RepositoryDiagnostics.NoUrl(repository.Location, repository.Name));
            }
            else if (byName.TryAdd(repository.Name, repository))
            {
                continue;
            }
            else if (byName[repository.Name] is { } known
                && !(known.Type == repository.Type && known.Reference == repository.Reference && known.Urls.SequenceEqual(repository.Urls)))
            {
                diagnostics.Add(RepositoryDiagnostics.NameTaken(repository.Location, repository.Name));
            }
        }
        return [.. byName.Values];
    }

    private void Read(ITaskItem item)
    {
        string url = item.GetMetadata("Url");
        string name = item.GetMetadata("Name");
        string[] urls = (url.Length == 0 ? item.ItemSpec : url).Split([';', '\n'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        try
        {
            _repositories.Add(new RepositoryReference
            {
                Name = name.Length > 0 ? name : item.ItemSpec,
                Type = TypeOf(item.GetMetadata("Type"), urls, item.ItemSpec),
                Urls = [.. urls],
                Priority = PriorityOf(item),
                Reference = item.GetMetadata("Reference"),
                IsReference = item.GetMetadata("IsReference") == "true",
                Location = _project,
            });
        }
        catch (CosException wrong)
        {
            _diagnostics.AddRange(wrong.Diagnostics);
        }
    }

    /// <summary>As stated; else told by the first address: a web server's, or a folder's.</summary>
    private RepositoryType TypeOf(string stated, string[] urls, string name) =>
        stated.Length > 0 ? RepositoryTypes.Parse(stated, name, _project)
        : urls.Length > 0 && (urls[0].StartsWith("http://", StringComparison.OrdinalIgnoreCase) || urls[0].StartsWith("https://", StringComparison.OrdinalIgnoreCase))
            ? RepositoryType.Http
            : RepositoryType.Disk;

    private int PriorityOf(ITaskItem item)
    {
        string text = item.GetMetadata("Priority");
        return text.Length == 0 ? 0
            : int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int priority) ? priority
            : throw new CosException(RepositoryDiagnostics.InvalidPriority(_project, item.ItemSpec, text));
    }

    private static bool IsFalse(string text) => text.Equals("false", StringComparison.OrdinalIgnoreCase);
}
