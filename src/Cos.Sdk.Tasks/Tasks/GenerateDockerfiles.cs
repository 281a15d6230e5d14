using Cos.Sdk.Dockerfiles;
using Cos.Sdk.Files;
using Cos.Sdk.Planning;
using Microsoft.Build.Framework;

namespace Cos.Sdk.Tasks;

/// <summary>Writes the Dockerfile of each image plan.</summary>
[MSBuildMultiThreadableTask]
public sealed class GenerateDockerfiles : CosTask
{
    /// <summary>Plan files of images. Metadata: Dockerfile, the file to write.</summary>
    [Required]
    public ITaskItem[] Plans { get; set; } = [];

    /// <summary>A Scriban template of the project; empty for the SDK's own.</summary>
    public string Template { get; set; } = "";

    /// <inheritdoc />
    private protected override Task ExecuteAsync(CancellationToken cancellationToken)
    {
        DockerfileTemplate template = DockerfileTemplate.Open(Template.Length == 0 ? "" : PathOf(Template));
        foreach (ITaskItem plan in Plans)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (PlanJson.Read(PathOf(plan)) is ImageNode node)
            {
                AtomicFile.Write(PathOf(plan.GetMetadata("Dockerfile")), node.Dockerfile ?? template.Render(node));
            }
        }
        return Task.CompletedTask;
    }
}
