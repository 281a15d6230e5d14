using System.Globalization;

namespace Cos.Sdk.Resolution;

/// <summary>Writes a derivation as sentences: because … and …, …; and because …, …; so there is no solution.</summary>
internal sealed class ExplanationWriter
{
    /// <summary>Beyond this nobody reads; the facts alone say as much.</summary>
    private const int MaxSentences = 24;

    /// <summary>So many facts are put into one sentence.</summary>
    private const int MaxFactsInSentence = 3;

    private readonly List<string> _sentences = [];
    private readonly Dictionary<Incompatibility, int> _uses = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<Incompatibility, int> _numbers = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<Incompatibility, IReadOnlyList<Incompatibility>> _merged = new(ReferenceEqualityComparer.Instance);

    /// <summary>The text that explains a contradiction.</summary>
    public static string Write(Incompatibility contradiction)
    {
        ExplanationWriter writer = new();
        IReadOnlyList<Incompatibility> derivation = Facts.Derivation(contradiction);
        writer.Prepare(derivation);
        Incompatibility[] told = [.. derivation.Where(item => item.Cause is DerivedCause && !writer._merged.ContainsKey(item))];
        return told.Length > MaxSentences ? ListFacts(contradiction) : writer.Tell(told);
    }

    private static string ListFacts(Incompatibility contradiction)
    {
        // The targets come first, as what was decided last is resolved first.
        Incompatibility[] facts = [.. Facts.Of(contradiction).Reverse()];
        string more = facts.Length > MaxSentences ? string.Create(CultureInfo.InvariantCulture, $"; and {facts.Length - MaxSentences} more") : "";
        return $"These exclude one another: {string.Join("; ", facts.Take(MaxSentences).Select(FactText.Of))}{more}.";
    }

    /// <summary>Counts uses, and lets small steps that are used once become part of the sentence that uses them.</summary>
    private void Prepare(IReadOnlyList<Incompatibility> derivation)
    {
        foreach (DerivedCause cause in derivation.Select(item => item.Cause).OfType<DerivedCause>())
        {
            _uses[cause.Left] = _uses.GetValueOrDefault(cause.Left) + 1;
            _uses[cause.Right] = _uses.GetValueOrDefault(cause.Right) + 1;
        }
        foreach (Incompatibility item in derivation)
        {
            if (item.Cause is DerivedCause && _uses.GetValueOrDefault(item) == 1 && Causes(item) is { Count: < MaxFactsInSentence } causes
                && causes.All(cause => cause.Cause is not DerivedCause))
            {
                _merged.Add(item, causes);
            }
        }
    }

    private string Tell(Incompatibility[] told)
    {
        for (int i = 0; i < told.Length; i++)
        {
            IReadOnlyList<Incompatibility> causes = Causes(told[i]);
            bool continues = i > 0 && causes.Contains(told[i - 1]);
            string[] reasons = [.. causes.Where(cause => !continues || cause != told[i - 1]).Select(Refer)];
            string result = FactText.Of(told[i]);
            string because = reasons.Length == 0 ? "So" : $"{(continues ? "And because" : "Because")} {JoinReasons(reasons)},";
            bool isReferred = _uses.GetValueOrDefault(told[i]) > 1 || (i + 1 < told.Length && !Causes(told[i + 1]).Contains(told[i]));
            if (isReferred)
            {
                _numbers.Add(told[i], _numbers.Count + 1);
                result += string.Create(CultureInfo.InvariantCulture, $" [{_numbers[told[i]]}]");
            }
            _sentences.Add($"{because} {result}.");
        }
        return string.Join(' ', _sentences);
    }

    /// <summary>The two causes, or what stands for one that is merged, facts first.</summary>
    private IReadOnlyList<Incompatibility> Causes(Incompatibility derived)
    {
        DerivedCause cause = (DerivedCause)derived.Cause;
        return [.. new[] { cause.Left, cause.Right }
            .SelectMany(item => _merged.TryGetValue(item, out IReadOnlyList<Incompatibility>? merged) ? merged : [item])
            .OrderBy(item => item.Cause is DerivedCause)];
    }

    private string Refer(Incompatibility cause) => _numbers.TryGetValue(cause, out int number)
        ? string.Create(CultureInfo.InvariantCulture, $"{FactText.Of(cause)} [{number}]")
        : FactText.Of(cause);

    private static string JoinReasons(string[] reasons) =>
        reasons.Length == 1 ? reasons[0] : $"{string.Join(", ", reasons[..^1])} and {reasons[^1]}";
}
