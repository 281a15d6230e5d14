namespace Cos.Sdk.Resolution;

/// <summary>Why some terms do not go together.</summary>
internal abstract record IncompatibilityCause;
