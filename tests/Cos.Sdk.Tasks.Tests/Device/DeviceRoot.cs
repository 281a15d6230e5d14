using Cos.Device;

namespace Cos.Sdk.Tests.Device;

/// <summary>A small system in a folder, on which the device's program works.</summary>
internal sealed class DeviceRoot : IDisposable
{
    private static readonly EnumerationOptions NoLinks = new() { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.ReparsePoint };

    public DeviceRoot()
    {
        Folder = Directory.CreateTempSubdirectory("cos-device-").FullName;
        Write("etc/passwd", "root:x:0:0:root:/root:/bin/bash\ndaemon:x:1:1:daemon:/usr/sbin:/usr/sbin/nologin\n# a comment\n");
        Write("etc/group", "root:x:0:\nadm:x:4:\nsudo:x:27:\nshadow:x:42:\nusers:x:100:\n");
        Write("etc/shadow", "root:*:19000:0:99999:7:::\n");
        Write("etc/gshadow", "root:*::\n");
        Write("etc/skel/.profile", "# profile\n");
        Write("etc/skel/.config/app", "x\n");
        Directory.CreateDirectory(PathOf("root"));
        Directory.CreateDirectory(PathOf("bin"));
        File.WriteAllText(PathOf("bin/bash"), "");
    }

    public string Folder { get; }

    public StringWriter Errors { get; } = new();

    public StringWriter Output { get; } = new();

    public string PathOf(string path) => Path.Combine(Folder, path);

    public void Write(string path, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(PathOf(path))!);
        File.WriteAllText(PathOf(path), text);
    }

    /// <summary>Puts a shell and a program into the root, which notes how it is called in <c>/log</c> and then does what the script says.</summary>
    public void AddProgram(string name, string script = "")
    {
        if (!File.Exists(PathOf("bin/sh")))
        {
            File.Copy("/bin/busybox", PathOf("bin/busybox"));
            Write("dev/null", "");
            foreach (string tool in new[] { "sh", "env", "cat", "mount", "umount" })
            {
                File.CreateSymbolicLink(PathOf("bin/" + tool), "busybox");
            }
        }
        string file = "usr/bin/" + name;
        File.Delete(PathOf("bin/" + name));
        Write(file, $"#!/bin/sh\nprintf '%s' \"{name}\" >>/log; for a in \"$@\"; do printf ' %s' \"$a\" >>/log; done; echo >>/log\n{script}\n");
        File.SetUnixFileMode(PathOf(file), (UnixFileMode)0x1ED);
    }

    /// <summary>How programs were called, a line each.</summary>
    public string Log => File.Exists(PathOf("log")) ? Read("log") : "";

    public string Read(string path) => File.ReadAllText(PathOf(path));

    public string ModeOf(string path) => Convert.ToString((int)File.GetUnixFileMode(PathOf(path)), 8);

    /// <summary>Runs the keys of one step.</summary>
    public Task<int> StepAsync(string keys)
    {
        Write("system/oem/step.yaml", "stages:\n  test:\n  - name: step\n    " + keys.ReplaceLineEndings("\n    ") + "\n");
        return SetupCommand.RunAsync(["--root", Folder, "test"], Output, Errors, TestContext.Current.CancellationToken);
    }

    /// <summary>All files with their contents, modes and times of change.</summary>
    public Dictionary<string, string> Snapshot() => Directory.EnumerateFiles(Folder, "*", NoLinks).ToDictionary(
        file => file, file => $"{File.ReadAllText(file)} {File.GetUnixFileMode(file)} {File.GetLastWriteTimeUtc(file):O}");

    public void Dispose() => Directory.Delete(Folder, recursive: true);
}
