namespace Cos.Sdk.Registry;

/// <summary>An upload that cannot go on and has to begin anew.</summary>
internal sealed class UploadBrokenException(string message) : Exception(message);
