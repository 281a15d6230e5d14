namespace Cos.Sdk.Trees;

/// <summary>What the walk through one folder of a tree found.</summary>
/// <param name="Root">Absolute path of the tree.</param>
/// <param name="Folder">Absolute path of the folder.</param>
/// <param name="Names">Names of its files, in byte order.</param>
/// <param name="IsTemplates">Whether the folder is called <c>templates</c>.</param>
internal sealed record TreeFolder(string Root, string Folder, IReadOnlyList<string> Names, bool IsTemplates);
