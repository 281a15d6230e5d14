using System.Collections.Immutable;

namespace Cos.Sdk.Planning;

/// <summary>The files that the engine gets with a build.</summary>
/// <param name="Folder">The package folder, relative to the project with <c>/</c> where it lies below it, else absolute. Not hashed.</param>
/// <param name="Entries">In ordinal order of paths.</param>
internal sealed record BuildContext(string Folder, ImmutableArray<ContextEntry> Entries);
