namespace Cos.Sdk.IntegrationTests.Engine;

[Collection("Podman")]
public sealed class PodmanBuildTests(PodmanFixture fixture) : ImageBuildTests(fixture);

[Collection("Podman")]
public sealed class PodmanContentTests(PodmanFixture fixture) : ImageContentTests(fixture);

[Collection("Podman")]
public sealed class PodmanRunTests(PodmanFixture fixture) : ContainerRunTests(fixture);
