using Cos.Sdk.Tools;

namespace Cos.Sdk.Tests.Tools;

/// <summary>A folder that stands for the PATH, with shell scripts for programs.</summary>
internal sealed class FakeTools : IDisposable
{
    public string Folder { get; } = Directory.CreateTempSubdirectory("cos-tools-").FullName;

    public string PathOf(string name) => Path.Combine(Folder, name);

    /// <summary>Writes a program that answers the question for its version and otherwise runs the body.</summary>
    public void Add(string name, string version, string body) =>
        AddRaw(name, $"#!/bin/sh\ncase \"$1\" in -version|--version) echo '{version}'; exit 0;; esac\n{body}\n");

    public void AddRaw(string name, string content)
    {
        File.WriteAllText(PathOf(name), content);
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(PathOf(name), UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }

    public HostToolRunner CreateRunner(params (string Name, string Value)[] environment) =>
        new(HostToolOptions.Create(environment
            .Select(variable => KeyValuePair.Create(variable.Name, variable.Value))
            .Append(KeyValuePair.Create("PATH", $"{Folder}:/usr/bin:/bin"))));

    public void Dispose() => Directory.Delete(Folder, recursive: true);
}
