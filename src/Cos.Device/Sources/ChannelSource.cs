using System.Collections.Immutable;
using Cos.Device.Images;
using Cos.Sdk.Diagnostics;
using Cos.Sdk.Registry;
using Cos.Sdk.Repositories;
using Cos.Sdk.Trust;

namespace Cos.Device.Sources;

/// <summary>A package of the repositories of /etc/luet/luet.yaml, with what it requires.</summary>
/// <param name="package">As people type it.</param>
/// <param name="configuration">The file that names the repositories.</param>
/// <param name="registries">How registries are reached.</param>
/// <param name="keys">Repositories must be signed by one of these; empty for any.</param>
/// <param name="downloads">A folder that keeps archives until they are installed.</param>
/// <param name="reuse">Compares layers of registries with the present system.</param>
internal sealed class ChannelSource(
    string package, string configuration, RegistrySettings registries, ImmutableArray<VerificationKey> keys, string downloads, LayerReuse reuse) : ISystemSource
{
    private readonly DownloadCache _cache = new(downloads);
    private readonly List<ReusingTransport> _reusing = [];

    /// <inheritdoc />
    public string Description => package;

    /// <inheritdoc />
    public async Task<ImmutableArray<RequiredFinalizer>> WriteAsync(TreeWriter tree, CancellationToken cancellationToken)
    {
        InstallationPlan plan = await PlanAsync(cancellationToken).ConfigureAwait(false);
        Dictionary<PackageRepository, PackageRepository> repositories = plan.Packages.Select(item => item.Repository).Distinct().ToDictionary(item => item, Reusing);
        plan = plan with { Packages = [.. plan.Packages.Select(item => Covered(item) with { Repository = repositories[item.Repository] })] };
        DiagnosticBag diagnostics = [];
        Installer installer = new(plan, new InstallationOptions { Epoch = long.MaxValue, IgnoreFinalizers = true }, diagnostics);
        try
        {
            InstallationResult result = await installer.ReadByAsync((root, token) => tree.WriteAsync(root, package, token), cancellationToken).ConfigureAwait(false);
            diagnostics.ThrowIfErrors();
            return result.Finalizers;
        }
        catch (CosException failure) when (_reusing.Exists(transport => transport.HasReused))
        {
            throw new ReuseException(failure.Diagnostics[0].Message);
        }
    }

    private async Task<InstallationPlan> PlanAsync(CancellationToken cancellationToken)
    {
        if (!File.Exists(configuration))
        {
            throw new DeviceException($"{package} cannot be found without repositories: name them in {configuration}");
        }
        DiagnosticBag diagnostics = [];
        ImmutableArray<RepositoryReference> references = new LuetConfiguration(registries.Platform.Architecture, diagnostics).Read(configuration);
        diagnostics.ThrowIfErrors();
        if (references.IsEmpty)
        {
            throw new DeviceException($"{configuration} names no repository that is enabled, so {package} cannot be found");
        }
        List<PackageRepository> repositories = [];
        foreach (RepositoryReference reference in references)
        {
            RepositoryReference trusted = reference with { VerificationKeys = keys };
            IRepositoryTransport transport = RepositoryTransports.Create(trusted, "/", _cache, registries);
            repositories.Add(await RepositoryReader.OpenAsync(trusted, transport, cancellationToken).ConfigureAwait(false));
        }
        return new InstallationPlanner(repositories).Plan([package], cancellationToken);
    }

    /// <summary>A signature covers an image in a registry by the digest that the signed index names.</summary>
    private static InstallationPackage Covered(InstallationPackage item) =>
        item.Repository.Reference is { Type: RepositoryType.Docker, VerificationKeys.IsEmpty: false } && item.Package.Image.Length == 0
            ? throw new CosException(TrustDiagnostics.ArchiveNotCovered(item.Package.ArchiveFile, item.Repository.Reference.Name))
            : item;

    private PackageRepository Reusing(PackageRepository repository)
    {
        if (repository.Reference.Type != RepositoryType.Docker)
        {
            return repository;
        }
        ImageReference[] places = [.. repository.Reference.Urls.Select(url => ImageReference.Parse(url))];
        ReusingTransport transport = new(repository.Transport, registries.ClientFor(repository.Reference), places, reuse, Path.Join(downloads, "parts"));
        _reusing.Add(transport);
        return repository with { Transport = transport, Reference = repository.Reference with { VerificationKeys = [] } };
    }
}
