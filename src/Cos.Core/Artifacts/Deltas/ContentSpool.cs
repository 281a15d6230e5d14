using System.Buffers;
using Cos.Sdk.Diagnostics;
using Microsoft.Win32.SafeHandles;

namespace Cos.Sdk.Artifacts.Deltas;

/// <summary>Contents of files one after the other in a temporary file, which goes when this is disposed.</summary>
internal sealed class ContentSpool : IDisposable
{
    private const int BufferSize = 256 * 1024;

    private readonly string _file;
    private readonly SafeFileHandle _handle;
    private readonly byte[] _buffer = ArrayPool<byte>.Shared.Rent(BufferSize);
    private int _used;
    private long _written;

    /// <param name="folder">Absolute; made when it is missing.</param>
    public ContentSpool(string folder)
    {
        Directory.CreateDirectory(folder);
        _file = Path.Combine(folder, $"contents.{Path.GetRandomFileName()}");
        _handle = File.OpenHandle(_file, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None, FileOptions.DeleteOnClose);
        if (!OperatingSystem.IsWindows())
        {
            // Without its name it goes with the process, however that ends; Windows does so by the option.
            File.Delete(_file);
        }
    }

    /// <summary>The sum of the content that was kept last.</summary>
    public ulong LastSum { get; private set; }

    /// <summary>Keeps a stream to its end and tells where.</summary>
    public async ValueTask<long> AppendAsync(Stream content, CancellationToken cancellationToken)
    {
        long offset = _written + _used;
        ContentSum sum = default;
        while (true)
        {
            if (_used == _buffer.Length)
            {
                Flush();
            }
            int read = await content.ReadAsync(_buffer.AsMemory(_used), cancellationToken).ConfigureAwait(false);
            if (read == 0)
            {
                LastSum = sum.Finish();
                return offset;
            }
            sum.Append(_buffer.AsSpan(_used, read));
            _used += read;
        }
    }

    /// <summary>A content that was kept. It is read from the file's cache in memory as a rule, so without waiting.</summary>
    public Stream Open(long offset, long length)
    {
        Flush();
        return new SpooledContent(_handle, offset, length);
    }

    /// <inheritdoc />
    public void Dispose()
    {
        if (!_handle.IsClosed)
        {
            _handle.Dispose();
            ArrayPool<byte>.Shared.Return(_buffer);
        }
    }

    private void Flush()
    {
        try
        {
            RandomAccess.Write(_handle, _buffer.AsSpan(0, _used), _written);
        }
        catch (IOException exception) when (DiskSpace.Explain(exception, _file, _written) is { } diagnostic)
        {
            throw new CosException(diagnostic, exception);
        }
        _written += _used;
        _used = 0;
    }
}
