using Cos.Device.Running;

namespace Cos.Device;

/// <summary>Brings what <c>cos.setup=</c> names.</summary>
internal static class SetupSource
{
    private const string Fetched = "/run/cos/setup.yaml";

    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(30);

    /// <summary>A path in the system: the source itself, or where its address was fetched to; empty without one, or when it could not be fetched.</summary>
    public static async Task<string> FetchAsync(string source, Machine machine, TextWriter errors, CancellationToken cancellationToken)
    {
        if (!Uri.TryCreate(source, UriKind.Absolute, out Uri? address) || address.Scheme is not ("http" or "https"))
        {
            return source;
        }
        try
        {
            byte[] content = await Web.ReadAsync(address, Timeout, [], cancellationToken).ConfigureAwait(false);
            machine.WriteFile(Fetched, content, "0600", null);
            return Fetched;
        }
        catch (DeviceException failure)
        {
            // Early stages have no network yet; what an earlier stage fetched serves later ones.
            await errors.WriteLineAsync($"cos.setup={source}: {failure.Message}").ConfigureAwait(false);
            return File.Exists(machine.PathOf(Fetched)) ? Fetched : "";
        }
    }
}
