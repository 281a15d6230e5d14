namespace Cos.Sdk.IntegrationTests.Engine;

/// <summary>Podman is started for these tests alone.</summary>
[CollectionDefinition("Podman")]
public sealed class PodmanTests : ICollectionFixture<PodmanFixture>;

[Collection("Podman")]
public sealed class PodmanBuildTests(PodmanFixture fixture) : ImageBuildTests(fixture);

[Collection("Podman")]
public sealed class PodmanContentTests(PodmanFixture fixture) : ImageContentTests(fixture);

[Collection("Podman")]
public sealed class PodmanRunTests(PodmanFixture fixture) : ContainerRunTests(fixture);
