namespace Cos.Sdk.IntegrationTests.Boot;

/// <summary>Emulated machines take all processors and have a time limit: they run one after another, and after all other tests.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class BootCollection
{
    public const string Name = "Boot";
}
