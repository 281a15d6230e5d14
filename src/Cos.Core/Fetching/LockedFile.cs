namespace Cos.Sdk.Fetching;

/// <summary>A file of a repository that the lock pins.</summary>
/// <param name="File">Its name beside repository.yaml.</param>
/// <param name="Sha256">SHA-256 of the file as it is stored: 64 hexadecimal digits.</param>
internal sealed record LockedFile(string File, string Sha256);
