namespace Cos.Sdk.Resolution;

/// <summary>Takes derivations apart, without recursion.</summary>
internal static class Facts
{
    /// <summary>The facts that something is derived from, each once.</summary>
    public static IReadOnlyList<Incompatibility> Of(Incompatibility derived) => [.. Derivation(derived).Where(item => item.Cause is not DerivedCause)];

    /// <summary>Everything that something is derived from and itself, each once and after what it is derived from.</summary>
    public static IReadOnlyList<Incompatibility> Derivation(Incompatibility derived)
    {
        List<Incompatibility> order = [];
        HashSet<Incompatibility> seen = new(ReferenceEqualityComparer.Instance) { derived };
        Stack<(Incompatibility Item, int Next)> path = new([(derived, 0)]);
        while (path.TryPop(out (Incompatibility Item, int Next) step))
        {
            Incompatibility? cause = (step.Item.Cause, step.Next) switch
            {
                (DerivedCause from, 0) => from.Left,
                (DerivedCause from, 1) => from.Right,
                _ => null,
            };
            if (cause is null)
            {
                order.Add(step.Item);
                continue;
            }
            path.Push((step.Item, step.Next + 1));
            if (seen.Add(cause))
            {
                path.Push((cause, 0));
            }
        }
        return order;
    }
}
