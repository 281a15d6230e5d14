using Cos.Sdk.Running;

namespace Cos.Sdk.Tests.Running;

/// <summary>A script in QEMU's place, whose standard streams are the serial console: what a system shows and takes, without one.</summary>
internal sealed class FakeMachine : IDisposable
{
    /// <summary>Asks for a login, takes the account cos with the password secret, and is a shell then; noise comes in between, as a kernel's does.</summary>
    public const string Login = """
        echo 'Booting ...'
        printf 'fake login: '; read -r user
        printf 'Password: '; read -r password
        if [ "$user$password" != cossecret ]; then printf '\nLogin incorrect\nfake login: '; sleep 60; fi
        echo '[    1.234567] noise'
        sh
        """;

    private readonly string _folder = Directory.CreateTempSubdirectory("cos-fake-").FullName;

    public FakeMachine(string script)
    {
        string program = Path.Combine(_folder, "qemu");
        File.WriteAllText(program, "#!/bin/sh\n" + script.ReplaceLineEndings("\n") + "\n");
        File.SetUnixFileMode(program, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        Emulator = new Emulator(program, false, null, null);
        Description = new MachineDescription { Medium = program, User = "cos", Password = "secret" };
    }

    public Emulator Emulator { get; }

    public MachineDescription Description { get; init; }

    public string Log => Path.Combine(_folder, "serial.log");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    public Task<IReadOnlyList<SystemTestResult>> RunAsync(IReadOnlyList<SystemTest> tests, double bootSeconds = 30) =>
        new SystemTestRun(Description, Emulator, Log, TimeSpan.FromSeconds(bootSeconds), TimeProvider.System)
            .RunAsync(tests, _ => { }, TestContext.Current.CancellationToken);
}
