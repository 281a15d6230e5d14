using Cos.Sdk.Engine;

namespace Cos.Sdk.Tests.Engine;

public sealed class LegacyLayerIdsTests
{
    /// <summary>Layers and folder names as Docker 20.10 wrote them.</summary>
    [Fact]
    public void Compute_LayersOfARealArchive_GivesItsFolderNames() => Assert.Equal(
        [
            "428e6aa3db3f566cc993668c27516576776bf0e8fa94408a77ad824994b39f0a",
            "e3cfa18764504b25616864dc375758c653524bd88128dad476d9331661cf39ad",
            "7421d6396df246318b1fef19fc54822a4cb0d18ebf3442e7724bfeb09a10d261",
            "92b786223e3c41890d45549f64b862ac452fb3e4a37d1c9942dfc01ca5f5a05d",
        ],
        LegacyLayerIds.Compute(
            [
                "sha256:84bc6015e95cbdfa526ed9d839ad31d1ddf726a01050d16ed3c26a70e063897a",
                "sha256:2fcd3ef5f7056084a574746e749ae3371d0fa271262eaee39a74e4b4d43daa5a",
                "sha256:a11ba0800e25222f1ee98ed0645723e8363f15576a6bacd270c96d4788d4d558",
                "sha256:38f6fd81c8657251fd2e5bed5536f6e715934a2cd8235ba92c971799ca5521d0",
            ]));
}
