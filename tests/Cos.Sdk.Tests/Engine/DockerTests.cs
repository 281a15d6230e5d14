namespace Cos.Sdk.IntegrationTests.Engine;

// One collection an engine: its tests look for containers left over, so they follow each other.
[Collection("Docker")]
public sealed class DockerBuildTests(EngineFixture fixture) : ImageBuildTests(fixture);

[Collection("Docker")]
public sealed class DockerContentTests(EngineFixture fixture) : ImageContentTests(fixture);

[Collection("Docker")]
public sealed class DockerRunTests(EngineFixture fixture) : ContainerRunTests(fixture);
