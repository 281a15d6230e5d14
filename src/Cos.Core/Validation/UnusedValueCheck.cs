using System.Text.RegularExpressions;
using Cos.Sdk.Diagnostics;
using Cos.Sdk.Templating;
using Cos.Sdk.Trees;
using Cos.Sdk.Trees.Yaml;

namespace Cos.Sdk.Validation;

/// <summary>
/// Finds keys of values files that no template reads. A value counts as read when a rendering looked it up (by name, by <c>index</c>, or with
/// all its neighbours, as <c>toYaml</c> and <c>range</c> do), and when its name stands in an action that this rendering did not come to.
/// </summary>
internal sealed partial class UnusedValueCheck : ITreeCheck
{
    /// <inheritdoc />
    public void Check(Subject subject, Findings findings, CancellationToken cancellationToken)
    {
        if (subject.Model.Said.Values.Any(said => said.HasErrors))
        {
            // What was not rendered to its end might have read them.
            return;
        }
        Lazy<HashSet<string>> words = new(() => WordsOf(subject.Model.Tree));
        HashSet<string> reported = [];
        foreach (YamlMapping file in subject.Model.Values)
        {
            Visit(file, subject.Model.ValueReads, "", words, entry =>
            {
                if (reported.Add(entry.Path))
                {
                    findings.Add(TreeDiagnostics.UnusedValue(entry.Location, entry.Path));
                }
            });
        }
    }

    private static void Visit(
        YamlMapping mapping, ValueReads reads, string path, Lazy<HashSet<string>> words, Action<(SourceLocation Location, string Path)> report)
    {
        (YamlEntry Entry, ValueReads Reads)[] entries =
        [
            .. mapping.Entries.Select(entry => (entry, reads.Find(entry.Key.Text))).Where(item => item.Item2 is not null).Select(item => (item.entry, item.Item2!)),
        ];
        bool anyRead = Array.Exists(entries, item => item.Reads.IsRead);
        foreach ((YamlEntry entry, ValueReads own) in entries)
        {
            string full = path.Length == 0 ? entry.Key.Text : $"{path}.{entry.Key.Text}";
            if (own.IsRead)
            {
                if (entry.Value is YamlMapping inner)
                {
                    Visit(inner, own, full, words, report);
                }
            }
            else if ((anyRead || !reads.IsCounted) && !words.Value.Contains(entry.Key.Text))
            {
                report((entry.Key.Location, full));
            }
        }
    }

    /// <summary>Every word inside an action of a build file or shared template.</summary>
    private static HashSet<string> WordsOf(PackageTree tree)
    {
        HashSet<string> words = new(StringComparer.Ordinal);
        IEnumerable<string> files = tree.Packages.Select(package => package.BuildFile).OfType<string>().Distinct(StringComparer.Ordinal);
        foreach (string text in files.Select(file => YamlText.ReadFile(file, [], YamlLimits.Default)).OfType<string>().Concat(tree.Templates.Select(template => template.Text)))
        {
            foreach (ValueMatch action in Action().EnumerateMatches(text))
            {
                ReadOnlySpan<char> body = text.AsSpan(action.Index, action.Length);
                foreach (ValueMatch word in Word().EnumerateMatches(body))
                {
                    words.Add(body.Slice(word.Index, word.Length).ToString());
                }
            }
        }
        return words;
    }

    [GeneratedRegex(@"\{\{[^{}]*(?:\{[^{}]*\}[^{}]*)*\}\}", RegexOptions.NonBacktracking | RegexOptions.CultureInvariant)]
    private static partial Regex Action();

    [GeneratedRegex(@"[\w-]+", RegexOptions.NonBacktracking | RegexOptions.CultureInvariant)]
    private static partial Regex Word();
}
