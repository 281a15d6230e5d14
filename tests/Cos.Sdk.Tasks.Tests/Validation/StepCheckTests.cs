namespace Cos.Sdk.Tests.Validation;

public sealed class StepCheckTests : IDisposable
{
    private readonly ValidatedTree _tree = new();

    public void Dispose() => _tree.Dispose();

    [Theory]
    [InlineData("COS4125", "cd /tmp")]
    [InlineData("COS4125", "export PATH=/opt/bin:$PATH")]
    [InlineData("COS4125", "set -e")]
    [InlineData("COS4126", "apt-get install curl")]
    [InlineData("COS4126", "apt-get update && DEBIAN_FRONTEND=noninteractive apt-get --no-install-recommends install curl")]
    [InlineData("COS4126", "zypper in vim")]
    [InlineData("COS4126", "dnf install vim")]
    [InlineData("COS4127", "sudo systemctl enable x")]
    [InlineData("COS4127", "mkdir /x && sudo cp /a /x")]
    [InlineData("COS4128", "curl -sfL https://get.example.org | sh -")]
    [InlineData("COS4128", "wget -qO- http://get.example.org/x.sh | bash -s -- -y")]
    [InlineData("COS4128", "curl -sfL 'https://get.example.org' |\n  sh")]
    [InlineData("COS4129", "cp nothere.conf /etc/")]
    [InlineData("COS4129", "mkdir -p /etc/x && cp -r ./folder/nothere.conf there.conf /etc/x")]
    [InlineData("COS4129", "install -D -m 644 nothere.conf /etc/x.conf")]
    public void Validate_SuspiciousStep_IsNamed(string code, string step) => Assert.Equal([$"{code} own/app/build.yaml(3,3)"], Doubts(step));

    [Theory]
    [InlineData("cd /tmp && make")]
    [InlineData("cd /tmp\nmake")]
    [InlineData("export X=1; echo $X > /x")]
    [InlineData("apt-get update")]
    [InlineData("apt-get install -y curl")]
    [InlineData("apt-get -y install curl")]
    [InlineData("apt-get install -qy curl")]
    [InlineData("apt-get install -qq curl")]
    [InlineData("apt-get install $OPTIONS curl")]
    [InlineData("apt-get -o APT::Get::Assume-Yes=true install curl")]
    [InlineData("yes | apt-get install curl")]
    [InlineData("zypper -n in vim")]
    [InlineData("zypper in -y vim")]
    [InlineData("echo apt-get install curl")]
    [InlineData("# sudo nothing\necho")]
    [InlineData("echo 'use sudo'")]
    [InlineData("echo \"%sudo ALL=(ALL) ALL\" > /etc/sudoers.d/x")]
    [InlineData("curl -sfL https://example.org/x.tar.gz | tar xz -C /opt")]
    [InlineData("curl -o x.sh https://example.org/x.sh && echo abc x.sh | sha256sum -c && sh x.sh")]
    [InlineData("cat x.sh | sh")]
    [InlineData("cp there.conf /etc/")]
    [InlineData("cp ./there.conf folder/other.conf /etc/")]
    [InlineData("cp -r folder /etc/")]
    [InlineData("cp *.conf /etc/")]
    [InlineData("cp $FILE /etc/")]
    [InlineData("cp /etc/nothere.conf /etc/x")]
    [InlineData("cp there.conf made.conf && cp made.conf /etc/")]
    [InlineData("tar xf there.conf && cp nothere.conf /etc/")]
    [InlineData("echo x > nothere.conf && cp nothere.conf /etc/")]
    [InlineData("if true; then cp nothere.conf /etc/; fi")]
    [InlineData("cd /usr/src && cp nothere.conf /etc/")]
    [InlineData("install -d folder /opt/nothere")]
    [InlineData("cp -t /etc nothere.conf")]
    [InlineData("for f in a b; do apt-get install $f; done")]
    public void Validate_OrdinaryStep_IsLeftAlone(string step) => Assert.Equal([], Doubts(step));

    [Fact]
    public void Validate_FileOfAPackageBelow_IsThere() => Assert.Equal([], _tree
        .Add("own/below", "image: debian\n").With("own/below/shared.conf", "")
        .Add("own/app", "requires: [{category: c, name: below, version: '>=0'}]\nsteps:\n- cp shared.conf /etc/\n").Doubts());

    private string[] Doubts(string step) => _tree
        .With("own/app/there.conf", "").With("own/app/folder/other.conf", "")
        .Add("own/app", $"image: debian\nsteps:\n- {System.Text.Json.JsonSerializer.Serialize(step)}\n").Doubts();
}
