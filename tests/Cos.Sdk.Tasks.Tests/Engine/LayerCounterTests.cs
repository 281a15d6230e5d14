using Cos.Sdk.Engine;

namespace Cos.Sdk.Tests.Engine;

public sealed class LayerCounterTests
{
    [Fact]
    public void Deduce_MetadataAndContent_AreTold() => Assert.Equal(
        2, LayerCounter.Deduce([Run(5)], [Copy(3), Nop("ENV A=1"), Nop("LABEL x=y"), Copy(100)], 3));

    [Fact]
    public void Deduce_CommandWithoutContentThatMadeALayer_IsToldByTheCount() => Assert.Equal(
        1, LayerCounter.Deduce([Run(0), Run(7)], [Copy(100)], 3));

    [Fact]
    public void Deduce_CommandWithoutContentOnEitherSide_CannotBeTold() => Assert.Null(
        LayerCounter.Deduce([Run(0)], [Run(0), Copy(100)], 2));

    [Fact]
    public void Deduce_BuildkitsWords_AreUnderstood() => Assert.Equal(
        1, LayerCounter.Deduce([Entry("RUN /bin/sh -c x # buildkit", 5)], [Entry("CMD [\"x\"] # buildkit", 0), Copy(100)], 2));

    private static Docker.DotNet.Models.ImageHistoryResponse Run(long size) => Entry("/bin/sh -c something", size);

    private static Docker.DotNet.Models.ImageHistoryResponse Copy(long size) => Entry("/bin/sh -c #(nop) COPY dir:1 in /x ", size);

    private static Docker.DotNet.Models.ImageHistoryResponse Nop(string text) => Entry("/bin/sh -c #(nop)  " + text, 0);

    private static Docker.DotNet.Models.ImageHistoryResponse Entry(string text, long size) => new() { CreatedBy = text, Size = size };
}
