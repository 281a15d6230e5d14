namespace Cos.Sdk.Planning;

/// <summary>A file of the artifact folder that a build context takes in.</summary>
/// <param name="Path">Its name in the context. An archive that is asked for without a suffix of compression is given without compression.</param>
/// <param name="File">Its name in the artifact folder.</param>
/// <param name="Artifact">Key of the node that makes it.</param>
/// <param name="Content">Identifies what it holds.</param>
internal sealed record RetrievedFile(string Path, string File, string Artifact, string Content);
