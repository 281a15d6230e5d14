using Cos.Sdk.Engine;

namespace Cos.Sdk.Tests.Engine;

public sealed class BulkStreamTests
{
    [Fact]
    public async Task Read_LargeContent_ArrivesWhole()
    {
        byte[] content = new byte[5_000_000];
        new Random(1).NextBytes(content);
        await using Stream stream = await BulkStream.OpenAsync(_ => Task.FromResult<Stream>(new MemoryStream(content)), CancellationToken.None);
        using MemoryStream copy = new();
        byte[] buffer = new byte[10_000];
        int count;
        while ((count = await stream.ReadAsync(buffer)) > 0)
        {
            copy.Write(buffer, 0, count);
            if (copy.Length % 7 == 0)
            {
                await Task.Yield();
            }
        }
        Assert.Equal(content, copy.ToArray());
    }

    [Fact]
    public async Task Dispose_SynchronouslyAtTheEnd_DoesNotWaitForItself()
    {
        Stream stream = await BulkStream.OpenAsync(_ => Task.FromResult<Stream>(new Endless(3, fails: false)), CancellationToken.None);
        await stream.CopyToAsync(Stream.Null);
#pragma warning disable CA1849
        stream.Dispose();
#pragma warning restore CA1849
    }

    [Fact]
    public async Task Open_Fails_TellsWhy() => await Assert.ThrowsAsync<InvalidOperationException>(() =>
        BulkStream.OpenAsync(_ => throw new InvalidOperationException("mine"), CancellationToken.None));

    [Fact]
    public async Task Open_Cancelled_Ends()
    {
        using CancellationTokenSource stop = new(100);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => BulkStream.OpenAsync(
            async token =>
            {
                await Task.Delay(Timeout.Infinite, token);
                return Stream.Null;
            },
            stop.Token));
    }

    [Fact]
    public async Task Read_SourceFails_TellsWhy()
    {
        await using Stream stream = await BulkStream.OpenAsync(_ => Task.FromResult<Stream>(new Endless(3, fails: true)), CancellationToken.None);
        await Assert.ThrowsAsync<IOException>(() => stream.CopyToAsync(Stream.Null));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Dispose_InTheMiddle_EndsTheSource(bool synchronously)
    {
        Endless source = new(int.MaxValue, fails: true);
        Stream stream = await BulkStream.OpenAsync(_ => Task.FromResult<Stream>(source), CancellationToken.None);
        byte[] buffer = new byte[3_000_000];
        await stream.ReadExactlyAsync(buffer);
        if (synchronously)
        {
#pragma warning disable CA1849
            stream.Dispose();
#pragma warning restore CA1849
        }
        else
        {
            await stream.DisposeAsync();
        }
        Assert.True(source.IsDisposed);
    }

    private sealed class Endless(int reads, bool fails) : Stream
    {
        private int _reads;

        public bool IsDisposed { get; private set; }

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        public override int Read(byte[] buffer, int offset, int count) =>
            _reads++ < reads ? count : fails ? throw new IOException("the connection broke") : 0;

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        protected override void Dispose(bool disposing)
        {
            IsDisposed = true;
            base.Dispose(disposing);
        }
    }
}
