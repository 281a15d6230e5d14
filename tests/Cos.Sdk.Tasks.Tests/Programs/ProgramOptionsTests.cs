using System.Collections.Immutable;
using Cos.Sdk.Diagnostics;
using Cos.Sdk.Programs;

namespace Cos.Sdk.Tests.Programs;

public sealed class ProgramOptionsTests
{
    private readonly DiagnosticBag _diagnostics = [];

    [Fact]
    public void ACommandHasTheNameAndVersionOfItsProject()
    {
        ProgramPackage package = Read([])!;

        Assert.Equal(("fortune", "app", "1.2.0-rc.1", "fortune", "/usr/lib/fortune"), (package.Name, package.Category, package.Version, package.Command, package.Prefix));
        Assert.Null(package.Service);
        Assert.Equal([("root/usr/bin/fortune", "/usr/lib/fortune/fortune")], package.Links());
        Assert.Equal("category: app\ndescription: 'Tells: fortunes'\nname: fortune\nversion: 1.2.0-rc.1\n", package.Texts()[0].Text);
        Assert.Empty(_diagnostics);
    }

    [Fact]
    public void AServiceHasAUnitThatIsEnabled()
    {
        ProgramPackage package = Read(new()
        {
            ["Service"] = "true", ["PackageName"] = "teller", ["Command"] = "tell", ["Category"] = "web", ["PackageVersion"] = "3",
            ["Arguments"] = "--port 80 $EXTRA", ["Environment"] = "URLS=http://*:80; GREETING=100% \"good\" C:\\x", ["After"] = "network-online.target",
        })!;

        Assert.Equal("""
            [Unit]
            Description=Tells: fortunes
            After=network-online.target

            [Service]
            ExecStart=/usr/lib/teller/fortune --port 80 $EXTRA
            WorkingDirectory=/usr/lib/teller
            Environment="URLS=http://*:80"
            Environment="GREETING=100%% \"good\" C:\\x"
            Restart=on-failure
            DynamicUser=yes
            StateDirectory=teller
            NoNewPrivileges=yes
            ProtectSystem=strict
            ProtectHome=yes
            PrivateTmp=yes
            PrivateDevices=yes

            [Install]
            WantedBy=multi-user.target

            """, package.Texts().Single(file => file.Path == "root/usr/lib/systemd/system/teller.service").Text);
        Assert.Contains(("root/etc/systemd/system/multi-user.target.wants/teller.service", "/usr/lib/systemd/system/teller.service"), package.Links());
        Assert.Contains(("root/usr/bin/tell", "/usr/lib/teller/fortune"), package.Links());
    }

    [Fact]
    public void RootIsNoAccountOfTheMoment()
    {
        string unit = Read(new() { ["Service"] = "true", ["User"] = "root" })!.Texts()[2].Text;

        Assert.Contains("\nUser=root\n", unit, StringComparison.Ordinal);
        Assert.DoesNotContain("DynamicUser", unit, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("PackageName", "../escape")]
    [InlineData("PackageName", "a/b")]
    [InlineData("Category", "")]
    [InlineData("Category", "a b")]
    [InlineData("Command", "-rf")]
    [InlineData("PackageVersion", "one")]
    [InlineData("Arguments", "--x\nUser=root")]
    [InlineData("Environment", "no variable")]
    [InlineData("Environment", "A=1\nUser=root")]
    [InlineData("User", "some body")]
    [InlineData("Restart", "sometimes")]
    [InlineData("After", "a\nb")]
    [InlineData("WantedBy", "../x")]
    public void WhatDoesNotFitIsRefused(string key, string value)
    {
        ProgramPackage? package = Read(new() { ["Service"] = "true", [key] = value });

        if (value.Length == 0)
        {
            Assert.Equal("app", package!.Category);
            return;
        }
        Assert.Null(package);
        Diagnostic diagnostic = Assert.Single(_diagnostics);
        Assert.Equal("COS0301", diagnostic.Code);
        Assert.Contains(key, diagnostic.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ALibraryIsNoProgram()
    {
        Assert.Null(Read([], "Library"));
        Assert.Equal("COS0300", Assert.Single(_diagnostics).Code);
    }

    private ProgramPackage? Read(Dictionary<string, string> metadata, string outputType = "Exe")
    {
        ProgramRecord record = new()
        {
            Properties = ImmutableSortedDictionary<string, string>.Empty
                .Add("AssemblyName", "fortune").Add("OutputType", outputType).Add("Version", "1.2.0-rc.1+0123abc").Add("Description", "Tells: fortunes"),
        };
        return ProgramOptions.Read(
            "/src/fortune/fortune.csproj", record, key => metadata.GetValueOrDefault(key, ""), new SourceLocation("/src/os.cosproj"), _diagnostics);
    }
}
