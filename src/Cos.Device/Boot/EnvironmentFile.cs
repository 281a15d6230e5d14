using Cos.Device.Running;
using Cos.Sdk.Diagnostics;
using Cos.Sdk.Disks;

namespace Cos.Device.Boot;

/// <summary>The boot loader's environment on COS_STATE.</summary>
internal static class EnvironmentFile
{
    /// <summary>Changes variables at once: the boot loader finds the old or the new block. Nothing is written when nothing changes.</summary>
    /// <param name="file">The file; one that is missing or damaged counts as empty.</param>
    /// <param name="values">Names with their new values; an empty one removes the variable.</param>
    public static void Set(string file, params ReadOnlySpan<(string Name, string Value)> values)
    {
        GrubEnvironment before = Read(file);
        GrubEnvironment environment = before;
        foreach ((string name, string value) in values)
        {
            environment = environment.With(name, value);
        }
        if (File.Exists(file) && environment.Variables.SequenceEqual(before.Variables))
        {
            return;
        }
        string beside = file + ".new";
        using (FileStream stream = new(beside, FileMode.Create, FileAccess.Write))
        {
            stream.Write(environment.ToBytes());
            stream.Flush(flushToDisk: true);
        }
        File.Move(beside, file, overwrite: true);
        FileCalls.Settle(Path.GetDirectoryName(file)!);
    }

    private static GrubEnvironment Read(string file)
    {
        try
        {
            return File.Exists(file) && new FileInfo(file).Length <= GrubEnvironment.Size ? GrubEnvironment.Parse(File.ReadAllBytes(file), file) : GrubEnvironment.Empty;
        }
        catch (CosException)
        {
            return GrubEnvironment.Empty;
        }
    }
}
