using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Cos.Sdk.Running;

/// <summary>A virtual machine and what it boots. Written as JSON, so that a build can make it and a test, in another process, boot it.</summary>
public sealed record MachineDescription
{
    private static readonly JsonSerializerOptions Options = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        WriteIndented = true,
        NewLine = "\n",
        Converters = { new JsonStringEnumConverter() },
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>OCI name of the architecture: <c>amd64</c> or <c>arm64</c>.</summary>
    public string Architecture { get; init; } = "amd64";

    /// <summary>Absolute path of the medium; empty to boot <see cref="Kernel"/>.</summary>
    public string Medium { get; init; } = "";

    /// <summary>Where the medium is.</summary>
    public Attachment Attachment { get; init; }

    /// <summary>QEMU's name of the medium's format.</summary>
    public string Format { get; init; } = "raw";

    /// <summary>Absolute path of a kernel that is booted without boot loader and medium; empty for none.</summary>
    public string Kernel { get; init; } = "";

    /// <summary>Absolute path of its initial RAM disk.</summary>
    public string Initrd { get; init; } = "";

    /// <summary>Absolute path of the root file system, the kernel's first paravirtual disk.</summary>
    public string RootFileSystem { get; init; } = "";

    /// <summary>The kernel's command line.</summary>
    public string KernelArguments { get; init; } = "";

    /// <summary>What starts the medium's boot loader.</summary>
    public Firmware Firmware { get; init; }

    /// <summary>Memory in MiB.</summary>
    public int Memory { get; init; } = 1024;

    /// <summary>Number of processors.</summary>
    public int Processors { get; init; } = 2;

    /// <summary>Ports of this machine's loopback that lead to ports of the guest.</summary>
    public ImmutableArray<PortForward> Ports { get; init; } = [];

    /// <summary>Whether what the guest writes to disks is forgotten.</summary>
    public bool Snapshot { get; init; } = true;

    /// <summary>The account that tests log in with; empty for none.</summary>
    public string User { get; init; } = "";

    /// <summary>Its password.</summary>
    public string Password { get; init; } = "";

    /// <summary>The guest's port that tests run commands at by SSH; 0 for the serial console.</summary>
    public int SshPort { get; init; }

    /// <summary>Absolute path of the private key for SSH; empty for the password.</summary>
    public string SshKey { get; init; } = "";

    /// <summary>The text of its file.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, Options) + "\n";

    /// <summary>Reads the text of a file that <see cref="ToJson"/> wrote.</summary>
    /// <exception cref="JsonException">It is none.</exception>
    public static MachineDescription Parse(string json) => JsonSerializer.Deserialize<MachineDescription>(json, Options) ?? new MachineDescription();
}
