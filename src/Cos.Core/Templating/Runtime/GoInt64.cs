namespace Cos.Sdk.Templating.Runtime;

/// <summary>
/// An integer that is printed with the type <c>int64</c>, as arithmetic functions give it. A plain <see cref="long"/> is an <c>int</c>.
/// </summary>
internal readonly record struct GoInt64(long Value);
