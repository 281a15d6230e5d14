using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Cos.Sdk.Diagnostics;
using Docker.DotNet;
using Docker.DotNet.Models;

namespace Cos.Sdk.Engine;

/// <summary>Runs one build at the engine's classic endpoint and follows its output.</summary>
internal sealed partial class ImageBuilder(EngineClient connection, IImageEngine engine, EngineInfo info)
{
    /// <summary>Builds; see <see cref="IImageEngine.BuildImageAsync"/>.</summary>
    public async Task<string> BuildAsync(ImageBuildRequest request, IProgress<BuildOutput>? progress, CancellationToken cancellationToken)
    {
        string what = $"build the image {request.Tag}";
        if (request.Secrets.Count > 0 && info.Name == "Podman")
        {
            throw new CosException(EngineDiagnostics.NoSecrets(request.Tag, info.Name));
        }
        using DockerClient client = connection.Create(Headers(request.Credentials));
        string id = await EngineErrors.GuardAsync(
            what,
            () => StreamFeed.RunAsync(
                request.WriteContext,
                context => FollowAsync(client, context, request, progress, cancellationToken),
                cancellationToken),
            cancellationToken).ConfigureAwait(false);
        if (request.Platform is not null)
        {
            await RefuseOtherPlatformAsync(request, id, cancellationToken).ConfigureAwait(false);
        }
        return id;
    }

    private async Task<string> FollowAsync(
        DockerClient client, Stream context, ImageBuildRequest request, IProgress<BuildOutput>? progress, CancellationToken cancellationToken)
    {
        Stream answer;
        try
        {
#pragma warning disable CS0618 // "Does not wait for the build": we follow its output ourselves, which the other overload cuts short.
            answer = await client.Images.BuildImageFromDockerfileAsync(context, Parameters(request), cancellationToken).ConfigureAwait(false);
#pragma warning restore CS0618
        }
        catch (DockerApiException exception)
        {
            // Before the first step the engine refuses with a status instead of a message of its output.
            BuildOutput refused = new(BuildOutputKind.Error, EngineErrors.MessageOf(exception));
            progress?.Report(refused);
            throw new ImageBuildException(Failure(request, refused, []), info);
        }
        await using (answer.ConfigureAwait(false))
        {
            return await FollowAsync(answer, request, progress, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task<string> FollowAsync(
        Stream answer, ImageBuildRequest request, IProgress<BuildOutput>? progress, CancellationToken cancellationToken)
    {
        BuildOutputTail tail = new();
        BuildOutput? last = null;
        BuildOutput? error = null;
        string? id = null;
        SecretMask mask = new(request.Secrets.Values);
        using DockerClient side = connection.Create();
        SecretFeeder secrets = new(connection, side, request);
        await foreach (BuildOutput said in new BuildOutputReader().ReadAsync(answer, cancellationToken).ConfigureAwait(false))
        {
            await secrets.FollowAsync(said, cancellationToken).ConfigureAwait(false);
            foreach (BuildOutput output in mask.Pass(said))
            {
                Take(output);
            }
        }
        if (error is null && id is null)
        {
            error = new BuildOutput(BuildOutputKind.Error, "the engine ended the build without an image and without an error")
            {
                Step = last?.Step ?? 0,
                StepCount = last?.StepCount ?? 0,
                Instruction = last?.Instruction ?? "",
            };
        }
        return error is null ? id! : throw new ImageBuildException(Failure(request, error, tail.Lines), info);

        void Take(BuildOutput output)
        {
            last = output;
            switch (output.Kind)
            {
                case BuildOutputKind.Step:
                    tail.Clear();
                    break;
                case BuildOutputKind.Text:
                    tail.Append(output.Text);
                    break;
                case BuildOutputKind.Image:
                    id = output.Text;
                    break;
                case BuildOutputKind.Error:
                    error = output;
                    break;
                default:
                    break;
            }
            progress?.Report(output);
        }
    }

    /// <summary>Engines differ in whether they refuse a base image of another platform; none of them gets through here.</summary>
    private async Task RefuseOtherPlatformAsync(ImageBuildRequest request, string id, CancellationToken cancellationToken)
    {
        ImageDetails? image = await engine.InspectImageAsync(id, cancellationToken).ConfigureAwait(false);
        if (image is not null && !ImagePlatform.Matches(request.Platform!, image.Platform))
        {
            await engine.RemoveImageAsync(request.Tag, cancellationToken).ConfigureAwait(false);
            throw new CosException(EngineDiagnostics.UnsupportedPlatform(null, request.Tag, request.Platform!, image.Platform));
        }
    }

    private ImageBuildParameters Parameters(ImageBuildRequest request) => new()
    {
        Tags = [request.Tag],
        Dockerfile = request.Dockerfile,
        Platform = request.Platform,
        // Podman has words of its own here, and takes those that it does not know for its default: the host's network.
        NetworkMode = info.Name == "Podman" && request.NetworkMode == "none" ? "NetworkDisabled" : request.NetworkMode,
        BuildArgs = request.BuildArguments.ToDictionary(StringComparer.Ordinal),
        Labels = request.Labels.ToDictionary(StringComparer.Ordinal),
        NoCache = request.NoCache,
        Remove = true,
        ForceRemove = true,
    };

    private static ImageBuildFailure Failure(ImageBuildRequest request, BuildOutput error, IReadOnlyList<string> lastLines) => new()
    {
        Tag = request.Tag,
        Step = error.Step,
        StepCount = error.StepCount,
        Instruction = error.Instruction,
        DockerfileLine = DockerfileError().Match(error.Text) is { Success: true } match
            ? int.Parse(match.Groups[1].ValueSpan, CultureInfo.InvariantCulture)
            : 0,
        ExitCode = error.ExitCode,
        Error = error.Text,
        LastLines = lastLines,
        NetworkMode = request.NetworkMode,
        Platform = request.Platform,
    };

    private static Dictionary<string, string>? Headers(IReadOnlyList<EngineCredential> credentials)
    {
        if (credentials.Count == 0)
        {
            return null;
        }
        Dictionary<string, Dictionary<string, string?>> registries = credentials.ToDictionary(
            credential => credential.Server,
            credential => new Dictionary<string, string?>
            {
                ["serveraddress"] = credential.Server,
                ["username"] = credential.UserName,
                ["password"] = credential.Password,
                ["identitytoken"] = credential.IdentityToken,
            },
            StringComparer.Ordinal);
        string encoded = Convert.ToBase64String(Encoding.UTF8.GetBytes(JsonSerializer.Serialize(registries)));
        return new Dictionary<string, string> { ["X-Registry-Config"] = encoded.Replace('+', '-').Replace('/', '_') };
    }

    [GeneratedRegex("(?i)dockerfile parse error (?:on )?line ([0-9]{1,6})")]
    private static partial Regex DockerfileError();
}
