namespace Cos.Sdk.Tasks;

/// <summary>What was found when inputs were looked at.</summary>
/// <param name="Fingerprint">Equal ones mean that nothing changed.</param>
/// <param name="IsSettled">Whether every later change will show in it.</param>
internal sealed record FoundInputs(string Fingerprint, bool IsSettled);
