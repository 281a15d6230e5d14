using System.Collections;

namespace Cos.Sdk.Diagnostics;

/// <summary>Collects what domain code has to say. Thread-safe; order is the order of reporting.</summary>
internal sealed class DiagnosticBag : IReadOnlyCollection<Diagnostic>
{
    private readonly Lock _lock = new();
    private readonly List<Diagnostic> _items = [];

    private readonly HashSet<Diagnostic> _known = [];

    /// <inheritdoc />
    public int Count
    {
        get
        {
            lock (_lock)
            {
                return _items.Count;
            }
        }
    }

    /// <summary>Whether anything in the bag is an error.</summary>
    public bool HasErrors
    {
        get
        {
            lock (_lock)
            {
                return _items.Exists(item => item.Severity == DiagnosticSeverity.Error);
            }
        }
    }

    /// <summary>Adds one; an identical one that is already there is not repeated.</summary>
    public void Add(Diagnostic diagnostic)
    {
        lock (_lock)
        {
            if (_known.Add(diagnostic))
            {
                _items.Add(diagnostic);
            }
        }
    }

    /// <summary>Adds several.</summary>
    public void AddRange(IEnumerable<Diagnostic> diagnostics)
    {
        foreach (Diagnostic diagnostic in diagnostics)
        {
            Add(diagnostic);
        }
    }

    /// <summary>Throws one <see cref="CosException"/> with all errors if there are any.</summary>
    public void ThrowIfErrors()
    {
        Diagnostic[] errors = [.. this.Where(item => item.Severity == DiagnosticSeverity.Error)];
        if (errors.Length > 0)
        {
            throw new CosException(errors);
        }
    }

    /// <inheritdoc />
    public IEnumerator<Diagnostic> GetEnumerator()
    {
        Diagnostic[] copy;
        lock (_lock)
        {
            copy = [.. _items];
        }
        return ((IEnumerable<Diagnostic>)copy).GetEnumerator();
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
