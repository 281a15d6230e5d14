using Cos.Sdk.Running;
using Cos.Sdk.Testing;

// One machine for all tests of the assembly.
[assembly: AssemblyFixture(typeof(BootedSystem))]

namespace CosBootTest;

public sealed class SystemTests(BootedSystem system)
{
    [Fact]
    public async Task NoUnitHasFailed()
    {
        GuestResult units = await system.RunAsync("systemctl --failed --no-legend --plain", TestContext.Current.CancellationToken);

        Assert.Equal(0, units.ExitCode);
        Assert.Equal("", units.Output.Trim());
    }

    [Fact]
    public async Task TheSystemKnowsItsName()
    {
        GuestResult name = await system.RunAsync(". /etc/os-release; echo $NAME", TestContext.Current.CancellationToken);

        Assert.NotEmpty(name.Output.Trim());
    }
}
