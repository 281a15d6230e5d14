using Cos.Sdk.Engine;

namespace Cos.Sdk.Tests.Engine;

public sealed class StreamFeedTests
{
    [Fact]
    public async Task Run_LargeContent_ArrivesWhole()
    {
        byte[] block = new byte[64 << 10];
        long length = await StreamFeed.RunAsync(
            async (output, token) =>
            {
                for (int i = 0; i < 100; i++)
                {
                    await output.WriteAsync(block, token);
                }
            },
            async input =>
            {
                byte[] buffer = new byte[10_000];
                long sum = 0;
                int count;
                while ((count = await input.ReadAsync(buffer)) > 0)
                {
                    sum += count;
                }
                return sum;
            },
            CancellationToken.None);
        Assert.Equal(100L * block.Length, length);
    }

    [Fact]
    public async Task Run_WriterFails_ItsFailureIsTold() =>
        await Assert.ThrowsAsync<InvalidOperationException>(() => StreamFeed.RunAsync(
            (_, _) => throw new InvalidOperationException("mine"),
            async input =>
            {
                await input.CopyToAsync(Stream.Null);
                return true;
            },
            CancellationToken.None));

    [Fact]
    public async Task Run_ReaderFails_TheWriterIsStopped() =>
        await Assert.ThrowsAsync<NotSupportedException>(() => StreamFeed.RunAsync<bool>(
            async (output, token) =>
            {
                while (true)
                {
                    await output.WriteAsync(new byte[1 << 20], token);
                }
            },
            _ => throw new NotSupportedException("engine"),
            CancellationToken.None));

    [Fact]
    public async Task Run_ReaderEndsEarly_TheWriterIsStopped() =>
        Assert.Equal(7, await StreamFeed.RunAsync(
            async (output, token) =>
            {
                while (true)
                {
                    await output.WriteAsync(new byte[1 << 20], token);
                }
            },
            _ => Task.FromResult(7),
            CancellationToken.None));
}
