using Cos.Sdk.Diagnostics;
using Cos.Sdk.Running;

namespace Cos.Sdk.Tests.Running;

/// <summary>A script in the place of ssh: it shows how it is called, asks for the password as ssh does, and runs the command here.</summary>
public sealed class SecureShellTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("cos-ssh-test-").FullName;

    [Fact]
    public async Task CommandsRunWithTheirStatusAndBothStreams()
    {
        WriteSsh("for last; do :; done\n[ \"$($SSH_ASKPASS)\" = s3cret ] || { echo 'Permission denied' >&2; exit 255; }\nexec sh -c \"$last\"");
        using SecureShell shell = await ConnectAsync(new MachineDescription { User = "cos", Password = "s3cret", SshPort = 22 });

        GuestResult result = await shell.RunAsync("echo \"it's\"; echo there >&2\nexit 7", TestContext.Current.CancellationToken);

        Assert.Equal((7, "it's\nthere\n"), (result.ExitCode, result.Output));
        string arguments = await File.ReadAllTextAsync(Path.Combine(_folder, "arguments"), TestContext.Current.CancellationToken);
        Assert.Contains("-p 2222 ", arguments, StringComparison.Ordinal);
        Assert.Contains(" cos@127.0.0.1 ", arguments, StringComparison.Ordinal);
        Assert.DoesNotContain("s3cret", arguments, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AServerThatComesUpLaterIsWaitedForAndOneThatRefusesIsNot()
    {
        WriteSsh("if [ -e up ]; then exit 0; fi; touch up; echo 'Connection refused' >&2; exit 255");
        using SecureShell shell = await ConnectAsync(new MachineDescription { User = "cos", SshKey = "/key", SshPort = 22 });
        Assert.Contains("-i /key ", await File.ReadAllTextAsync(Path.Combine(_folder, "arguments"), TestContext.Current.CancellationToken), StringComparison.Ordinal);

        WriteSsh("echo 'cos@127.0.0.1: Permission denied (publickey).' >&2; exit 255");
        CosException refused = await Assert.ThrowsAsync<CosException>(() => ConnectAsync(new MachineDescription { User = "cos", SshKey = "/key", SshPort = 22 }));
        Assert.Equal("COS9451", refused.Diagnostics[0].Code);
        Assert.Contains("publickey", refused.Diagnostics[0].Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AServerThatNeverComesIsSaid()
    {
        WriteSsh("echo 'Connection refused' >&2; exit 255");
        using CancellationTokenSource limit = new(TimeSpan.FromSeconds(3));

        CosException refused = await Assert.ThrowsAsync<CosException>(() =>
            SecureShell.ConnectAsync(new MachineDescription { User = "cos", SshKey = "/key" }, 2222, _folder, () => { }, limit.Token));

        Assert.Contains("Connection refused", refused.Diagnostics[0].Message, StringComparison.Ordinal);
        Assert.Equal("COS9450", (await Assert.ThrowsAsync<CosException>(() =>
            SecureShell.ConnectAsync(new MachineDescription(), 2222, "/nonexistent", () => { }, TestContext.Current.CancellationToken))).Diagnostics[0].Code);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private Task<SecureShell> ConnectAsync(MachineDescription machine) =>
        SecureShell.ConnectAsync(machine, 2222, _folder, () => { }, TestContext.Current.CancellationToken);

    private void WriteSsh(string body)
    {
        string program = Path.Combine(_folder, "ssh");
        File.WriteAllText(program, $"#!/bin/sh\ncd {_folder}\necho \"$*\" > arguments\n{body}\n");
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(program, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }
}
