using System.Text;
using Cos.Device.Running;

namespace Cos.Device.Metadata;

/// <summary>The metadata services of clouds, at the address that only a machine inside can reach.</summary>
internal static class CloudService
{
    private const string TokenHeader = "X-aws-ec2-metadata-token";

    private const long MaxUserData = 1 << 20;

    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(5);

    /// <summary>The service; the environment names another for tests.</summary>
    private static string Service => (Environment.GetEnvironmentVariable("COS_METADATA_URL") ?? "http://169.254.169.254").TrimEnd('/');

    /// <summary>The user data of a provider.</summary>
    public static async Task<byte[]> ReadAsync(string provider, CancellationToken cancellationToken)
    {
        (string path, (string, string)[] headers) = provider switch
        {
            "aws" => ("/latest/user-data", await TokenAsync(cancellationToken).ConfigureAwait(false)),
            "gcp" => ("/computeMetadata/v1/instance/attributes/user-data", [("Metadata-Flavor", "Google")]),
            "azure" => ("/metadata/instance/compute/userData?api-version=2021-01-01&format=text", [("Metadata", "true")]),
            "openstack" => ("/openstack/latest/user_data", []),
            "digitalocean" => ("/metadata/v1/user-data", []),
            "hetzner" => ("/hetzner/v1/userdata", []),
            "packet" => ("/userdata", []),
            "scaleway" => ("/user_data/cloud-init", []),
            "vultr" => ("/latest/user-data", Array.Empty<(string, string)>()),
            _ => throw new DeviceException("is not known"),
        };
        byte[] content = await Web.ReadAsync(new Uri(Service + path), Timeout, headers, cancellationToken).ConfigureAwait(false);
        return provider == "azure" ? Decode(content) : content;
    }

    /// <summary>The token that newer machines ask for; older services have none.</summary>
    private static async Task<(string, string)[]> TokenAsync(CancellationToken cancellationToken)
    {
        try
        {
            using MemoryStream token = new();
            await Web.CopyAsync(
                new Uri(Service + "/latest/api/token"), Timeout, [("X-aws-ec2-metadata-token-ttl-seconds", "300")], HttpMethod.Put, token, MaxUserData, cancellationToken)
                .ConfigureAwait(false);
            return [(TokenHeader, Encoding.ASCII.GetString(token.ToArray()).Trim())];
        }
        catch (DeviceException)
        {
            return [];
        }
    }

    private static byte[] Decode(byte[] base64)
    {
        try
        {
            return Convert.FromBase64String(Encoding.ASCII.GetString(base64));
        }
        catch (FormatException)
        {
            throw new DeviceException("the user data is not base64");
        }
    }
}
