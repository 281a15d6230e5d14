namespace Cos.Sdk.Programs;

/// <summary>Where the files of one program lie.</summary>
/// <param name="Folder">Absolute path of the program's folder in the project's intermediate folder.</param>
internal sealed record ProgramLayout(string Folder)
{
    /// <summary>The package folder.</summary>
    public string Package => Path.Combine(Folder, "package");

    /// <summary>What is known since the last publish.</summary>
    public string Record => Path.Combine(Folder, "program.json");

    /// <summary>Names the state of publish and reference that the package folder was written from.</summary>
    public string Packed => Path.Combine(Folder, "packed");

    /// <summary>Its time is that of the last publish's begin.</summary>
    public string Begun => Path.Combine(Folder, "begun");

    /// <summary>What the program's projects build; globs of projects around it leave folders out that begin with a dot.</summary>
    public string Build => Path.Combine(Folder, ".build");

    /// <summary>What the program's publish leaves.</summary>
    public string Published => Path.Combine(Build, "publish");

    /// <summary>One list of read files for each project of the program.</summary>
    public string Inputs => Path.Combine(Build, "inputs");
}
