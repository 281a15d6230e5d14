using System.Formats.Tar;
using System.Security.Cryptography;
using System.Text;
using Cos.Sdk.Diagnostics;
using Cos.Sdk.Engine;

namespace Cos.Sdk.Tools;

/// <summary>The image with the programs that media are made with: a ready one, or one that is made once and named by what it is made of.</summary>
internal sealed class ToolsImage(ToolsImageOptions options)
{
    /// <summary>What it is made of; a function of the catalog and the base.</summary>
    public string Dockerfile { get; } =
        $"""
        FROM {options.BaseImage}
        RUN apt-get update \
         && DEBIAN_FRONTEND=noninteractive apt-get install --yes --no-install-recommends {string.Join(' ', ToolCatalog.PackagesOfImage)} \
         && rm -rf /var/lib/apt/lists/*

        """;

    /// <summary>Its name.</summary>
    public string Name => options.Image.Length > 0
        ? options.Image
        : "cos.local/tools:" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Dockerfile)))[..16];

    /// <summary>Sees to it that the engine has it.</summary>
    /// <returns>Its id.</returns>
    /// <exception cref="CosException">COS8450: it cannot be pulled or made.</exception>
    public async Task<string> EnsureAsync(IImageEngine engine, CancellationToken cancellationToken)
    {
        if (await engine.InspectImageAsync(Name, cancellationToken).ConfigureAwait(false) is { } known)
        {
            return known.Id;
        }
        string source = options.Image.Length > 0 ? options.Image : options.BaseImage;
        try
        {
            if (await engine.InspectImageAsync(source, cancellationToken).ConfigureAwait(false) is null)
            {
                await engine.PullImageAsync(source, null, null, null, cancellationToken).ConfigureAwait(false);
            }
            if (options.Image.Length == 0)
            {
                await MakeAsync(engine, cancellationToken).ConfigureAwait(false);
            }
            return (await engine.InspectImageAsync(Name, cancellationToken).ConfigureAwait(false))!.Id;
        }
        catch (CosException failure)
        {
            throw new CosException(MediaDiagnostics.NoToolsImage(Name, source, failure.Diagnostics[0].Message, options.LogFile), failure);
        }
    }

    private async Task MakeAsync(IImageEngine engine, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(options.LogFile)!);
        using StreamWriter log = new(options.LogFile, append: false);
        ImageBuildRequest request = new()
        {
            Tag = Name,
            Dockerfile = "Dockerfile",
            WriteContext = WriteContextAsync,
            NetworkMode = options.NetworkMode,
            BuildArguments = options.BuildArguments,
        };
        await engine.BuildImageAsync(request, new Listener(log), cancellationToken).ConfigureAwait(false);
    }

    private async Task WriteContextAsync(Stream output, CancellationToken cancellationToken)
    {
        TarWriter tar = new(output, TarEntryFormat.Ustar, leaveOpen: true);
        await using (tar.ConfigureAwait(false))
        {
            using MemoryStream content = new(Encoding.UTF8.GetBytes(Dockerfile));
            UstarTarEntry entry = new(TarEntryType.RegularFile, "Dockerfile") { DataStream = content, ModificationTime = DateTimeOffset.UnixEpoch };
            await tar.WriteEntryAsync(entry, cancellationToken).ConfigureAwait(false);
        }
    }

    private sealed class Listener(TextWriter log) : IProgress<BuildOutput>
    {
        public void Report(BuildOutput value)
        {
            if (value.Kind != BuildOutputKind.Transfer)
            {
                log.Write(value.Text);
            }
        }
    }
}
