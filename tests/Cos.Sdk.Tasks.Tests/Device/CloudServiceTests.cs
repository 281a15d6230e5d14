using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Cos.Sdk.Tests.Device;

/// <summary>User data of clouds and keys of forges, from a service on loopback that answers only what the real one would be asked.</summary>
[Collection(nameof(DeviceRoot))]
public sealed class CloudServiceTests : IDisposable
{
    private readonly DeviceRoot _root = new();
    private readonly HttpListener _server = new();
    private readonly Dictionary<string, Func<HttpListenerRequest, string?>> _answers = [];
    private readonly Task _serving;

    public CloudServiceTests()
    {
        using TcpListener free = new(IPAddress.Loopback, 0);
        free.Start();
        string address = $"http://127.0.0.1:{((IPEndPoint)free.LocalEndpoint).Port}";
        free.Stop();
        _server.Prefixes.Add(address + "/");
        _server.Start();
        _serving = ServeAsync();
        Environment.SetEnvironmentVariable("COS_METADATA_URL", address);
        Environment.SetEnvironmentVariable("COS_GITLAB_URL", address);
    }

    public void Dispose()
    {
        Environment.SetEnvironmentVariable("COS_METADATA_URL", null);
        Environment.SetEnvironmentVariable("COS_GITLAB_URL", null);
        _server.Stop();
        _serving.Wait(TestContext.Current.CancellationToken);
        _root.Dispose();
    }

    [Theory]
    [InlineData("gcp", "/computeMetadata/v1/instance/attributes/user-data", "Metadata-Flavor", "Google")]
    [InlineData("openstack", "/openstack/latest/user_data", "", "")]
    [InlineData("digitalocean", "/metadata/v1/user-data", "", "")]
    [InlineData("hetzner", "/hetzner/v1/userdata", "", "")]
    [InlineData("packet", "/userdata", "", "")]
    [InlineData("scaleway", "/user_data/cloud-init", "", "")]
    [InlineData("vultr", "/latest/user-data", "", "")]
    [InlineData("aws", "/latest/user-data", "", "")]
    public async Task UserData_IsAskedForAsTheProviderWantsIt(string provider, string path, string header, string value)
    {
        _answers[path] = request => header.Length == 0 || request.Headers[header] == value ? "#cloud-config\nhostname: there\n" : null;
        Assert.Equal(0, await _root.StepAsync($"datasource: {{providers: [{provider}], path: /oem}}"));
        Assert.Equal(("#cloud-config\nhostname: there\n", "600"), (_root.Read("oem/user-data.yaml"), _root.ModeOf("oem/user-data.yaml")));
    }

    [Theory]
    [InlineData("I2Nsb3VkLWNvbmZpZwo=", 0, "")]
    [InlineData("no base64!", 1, "azure: the user data is not base64")]
    public async Task UserData_OfAzure_IsBase64(string answer, int code, string message)
    {
        _answers["/metadata/instance/compute/userData"] = request => request.Headers["Metadata"] == "true" && request.QueryString["format"] == "text" ? answer : null;
        Assert.Equal(code, await _root.StepAsync("datasource: {providers: [azure], path: /oem}"));
        Assert.Contains(message, _root.Errors.ToString(), StringComparison.Ordinal);
        Assert.Equal(code == 0, File.Exists(_root.PathOf("oem/user-data.yaml")));
    }

    [Fact]
    public async Task UserData_OfNobody_SaysWhatEachAnswered()
    {
        _answers["/userdata"] = _ => "";
        Assert.Equal(1, await _root.StepAsync("datasource: {providers: [packet, vultr], path: /oem}"));
        Assert.Contains("no provider has user data (packet: no user data; vultr: http://127.0.0.1", _root.Errors.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task AuthorizedKeys_OfGitlab_AreFetched()
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "keys are given to root");
        const string Key = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIOMqqnkVzrm0SdG6UOoqKLsabgH5C9okWi0dh2l9GKJl person";
        _answers["/someone.keys"] = _ => Key + "\nnot a key\n";
        Assert.Equal(0, await _root.StepAsync("authorized_keys: {root: ['gitlab:someone']}"));
        Assert.Equal(Key + "\n", _root.Read("root/.ssh/authorized_keys"));
    }

    private async Task ServeAsync()
    {
        while (_server.IsListening)
        {
            HttpListenerContext context;
            try
            {
                context = await _server.GetContextAsync();
            }
            catch (Exception exception) when (exception is HttpListenerException or ObjectDisposedException)
            {
                return;
            }
            string? answer = _answers.GetValueOrDefault(context.Request.Url!.AbsolutePath)?.Invoke(context.Request);
            context.Response.StatusCode = answer is null ? 404 : 200;
            context.Response.Close(Encoding.UTF8.GetBytes(answer ?? ""), willBlock: false);
        }
    }
}
