using System.Numerics;

namespace Cos.Sdk.Resolution;

/// <summary>
/// A set of states of one package: not chosen (state 0), or chosen as one of its candidates (state 1 and up). Immutable. Sets that are
/// combined belong to the same package.
/// </summary>
internal readonly struct VersionSet : IEquatable<VersionSet>
{
    private const int WordBits = 64;

    private readonly ulong _first;
    private readonly ulong[]? _more;

    private VersionSet(ulong first, ulong[]? more)
    {
        _first = first;
        _more = more;
    }

    /// <summary>The state of a package that is not chosen.</summary>
    public const int Absent = 0;

    /// <summary>Whether no state is in it.</summary>
    public bool IsEmpty => _first == 0 && (_more is null || !_more.AsSpan().ContainsAnyExcept(0UL));

    /// <summary>How many states are in it.</summary>
    public int Count => BitOperations.PopCount(_first) + (_more?.Sum(BitOperations.PopCount) ?? 0);

    /// <summary>The least state in it; it must not be empty.</summary>
    public int Least
    {
        get
        {
            ulong word = _first;
            int index = 0;
            while (word == 0)
            {
                word = _more![index++];
            }
            return (index * WordBits) + BitOperations.TrailingZeroCount(word);
        }
    }

    /// <summary>Whether the package may be absent.</summary>
    public bool AllowsAbsence => (_first & 1) != 0;

    /// <summary>Every state of a package with <paramref name="stateCount"/> states.</summary>
    public static VersionSet All(int stateCount) => Of(stateCount, Enumerable.Range(0, stateCount));

    /// <summary>One state of a package with <paramref name="stateCount"/> states.</summary>
    public static VersionSet Single(int stateCount, int state) => stateCount <= WordBits ? new VersionSet(1UL << state, null) : Of(stateCount, [state]);

    /// <summary>Some states of a package with <paramref name="stateCount"/> states.</summary>
    public static VersionSet Of(int stateCount, IEnumerable<int> states)
    {
        ulong first = 0;
        ulong[]? more = stateCount > WordBits ? new ulong[(stateCount - 1) / WordBits] : null;
        foreach (int state in states)
        {
            if (state < WordBits)
            {
                first |= 1UL << state;
            }
            else
            {
                more![(state / WordBits) - 1] |= 1UL << (state % WordBits);
            }
        }
        return new VersionSet(first, more);
    }

    /// <summary>Whether a state is in it.</summary>
    public bool Contains(int state) => state < WordBits
        ? (_first & (1UL << state)) != 0
        : (_more![(state / WordBits) - 1] & (1UL << (state % WordBits))) != 0;

    /// <summary>Whether every state of this one is in the other.</summary>
    public bool IsSubsetOf(VersionSet other)
    {
        bool subset = (_first & ~other._first) == 0;
        for (int i = 0; subset && i < (_more?.Length ?? 0); i++)
        {
            subset = (_more![i] & ~other._more![i]) == 0;
        }
        return subset;
    }

    /// <summary>Whether both have a state in common.</summary>
    public bool Overlaps(VersionSet other)
    {
        bool overlaps = (_first & other._first) != 0;
        for (int i = 0; !overlaps && i < (_more?.Length ?? 0); i++)
        {
            overlaps = (_more![i] & other._more![i]) != 0;
        }
        return overlaps;
    }

    /// <summary>The states in both.</summary>
    public VersionSet Intersect(VersionSet other) => Combine(other, (left, right) => left & right);

    /// <summary>The states in either.</summary>
    public VersionSet Union(VersionSet other) => Combine(other, (left, right) => left | right);

    /// <summary>The states that are not in the other.</summary>
    public VersionSet Except(VersionSet other) => Combine(other, (left, right) => left & ~right);

    /// <summary>The states in it, ascending.</summary>
    public IEnumerable<int> States()
    {
        for (int word = 0; word <= (_more?.Length ?? 0); word++)
        {
            for (ulong rest = word == 0 ? _first : _more![word - 1]; rest != 0; rest &= rest - 1)
            {
                yield return (word * WordBits) + BitOperations.TrailingZeroCount(rest);
            }
        }
    }

    /// <inheritdoc />
    public bool Equals(VersionSet other) => _first == other._first && _more.AsSpan().SequenceEqual(other._more);

    /// <inheritdoc />
    public override bool Equals(object? obj) => obj is VersionSet other && Equals(other);

    /// <inheritdoc />
    public override int GetHashCode() => _first.GetHashCode();

    private VersionSet Combine(VersionSet other, Func<ulong, ulong, ulong> combine)
    {
        ulong[]? more = _more is null ? null : new ulong[_more.Length];
        for (int i = 0; i < (more?.Length ?? 0); i++)
        {
            more![i] = combine(_more![i], other._more![i]);
        }
        return new VersionSet(combine(_first, other._first), more);
    }
}
