using System.Collections.Immutable;
using System.Text;
using System.Text.RegularExpressions;
using Cos.Sdk.Diagnostics;
using Cos.Sdk.Repositories;
using Cos.Sdk.Trees;
using Cos.Sdk.Trees.Yaml;
using Cos.Sdk.Versions;

namespace Cos.Sdk.Media;

/// <summary>Reads <c>iso.yaml</c>. Every fault is reported at its line, and reading goes on.</summary>
internal sealed partial class IsoSpecReader
{
    /// <summary>Bytes of the volume id in ISO 9660.</summary>
    private const int MaximumLabelLength = 32;

    /// <summary>The keys of the file.</summary>
    public static ImmutableArray<string> RootKeys { get; } =
        ["packages", "rootfs_image", "repository", "luet", "initramfs", "label", "image_name", "image_prefix", "image_date", "uefi_img", "arch"];

    /// <summary>The keys of <c>packages</c>.</summary>
    public static ImmutableArray<string> PackagesKeys { get; } = ["rootfs", "uefi", "isoimage", "initramfs", "keep_luet_db"];

    /// <summary>The keys of <c>initramfs</c>.</summary>
    public static ImmutableArray<string> InitramfsKeys { get; } = ["kernel_file", "rootfs_file"];

    /// <summary>The keys of <c>repository</c>.</summary>
    public static ImmutableArray<string> RepositorySectionKeys { get; } = ["packages", "initramfs"];

    private readonly DiagnosticBag _diagnostics;
    private readonly FieldReader _fields;

    private IsoSpecReader(YamlMapping mapping, DiagnosticBag diagnostics)
    {
        _diagnostics = diagnostics;
        _fields = new FieldReader(mapping, diagnostics);
    }

    /// <summary>Reads a file; null after an error, which the bag then has.</summary>
    /// <param name="path">Absolute.</param>
    /// <param name="diagnostics">Takes errors and warnings.</param>
    public static IsoSpec? Read(string path, DiagnosticBag diagnostics)
    {
        if (!File.Exists(path))
        {
            diagnostics.Add(MediaDiagnostics.SpecMissing(path));
            return null;
        }
        int before = diagnostics.Count(item => item.Severity == DiagnosticSeverity.Error);
        YamlNode? root = YamlReader.ReadFile(path, diagnostics);
        if (root is not (null or YamlMapping))
        {
            diagnostics.Add(TreeDiagnostics.NotAMapping(root.Location, root.Describe()));
        }
        IsoSpec? spec = root is YamlMapping mapping ? new IsoSpecReader(mapping, diagnostics).Read(path) : null;
        return diagnostics.Count(item => item.Severity == DiagnosticSeverity.Error) > before ? null : spec;
    }

    private IsoSpec Read(string path)
    {
        _fields.WarnOfUnknownKeys(RootKeys, "iso.yaml");
        FieldReader? packages = ReadSection("packages", PackagesKeys);
        FieldReader? initramfs = ReadSection("initramfs", InitramfsKeys);
        ReportWithoutUse(packages);
        ReportRepositoryPackages(ReadSection("repository", RepositorySectionKeys));

        IsoSpec spec = new()
        {
            Location = new SourceLocation(path),
            RootFs = ReadPackages(packages, "rootfs"),
            RootFsImage = ReadImage(),
            Uefi = ReadPackages(packages, "uefi"),
            IsoImage = ReadPackages(packages, "isoimage"),
            Repositories = ReadRepositories(),
            KernelFile = ReadBootFile(initramfs, "kernel_file"),
            InitrdFile = ReadBootFile(initramfs, "rootfs_file"),
            Label = ReadLabel(),
            ImageName = _fields.ReadText("image_name"),
            ImagePrefix = _fields.ReadText("image_prefix"),
            ImageDate = _fields.ReadFlag("image_date"),
            UefiImage = _fields.ReadText("uefi_img"),
            Architecture = _fields.ReadText("arch") is { Length: > 0 } architecture ? architecture : "x86_64",
        };
        CheckNames(spec);
        if (spec.RootFs.IsEmpty && spec.RootFsImage.Length == 0)
        {
            _diagnostics.Add(MediaDiagnostics.KeyMissing(Location("packages"), "packages.rootfs"));
        }
        return spec;
    }

    private FieldReader? ReadSection(string key, ImmutableArray<string> known)
    {
        FieldReader? section = _fields.ReadMapping(key);
        section?.WarnOfUnknownKeys(known, $"{key} of iso.yaml");
        return section;
    }

    private void ReportWithoutUse(FieldReader? packages)
    {
        if (packages?.ReadFlag("keep_luet_db") == true)
        {
            _diagnostics.Add(MediaDiagnostics.LuetDatabaseNotKept(packages.Find("keep_luet_db")!.Location));
        }
        if (packages?.Find("initramfs") is { } initramfs)
        {
            _diagnostics.Add(MediaDiagnostics.KeyWithoutEffect(initramfs.Location, "packages.initramfs"));
        }
    }

    private void ReportRepositoryPackages(FieldReader? repository)
    {
        if (repository?.Find("initramfs") is { } initramfs)
        {
            _diagnostics.Add(MediaDiagnostics.KeyWithoutEffect(initramfs.Location, "repository.initramfs"));
        }
        if (repository is not null && !repository.ReadValueTexts("packages").IsEmpty)
        {
            _diagnostics.Add(MediaDiagnostics.RepositoryPackagesNotSupported(repository.Find("packages")!.Location));
        }
    }

    private ImmutableArray<PackageRequirement> ReadPackages(FieldReader? section, string key)
    {
        ImmutableArray<PackageRequirement>.Builder packages = ImmutableArray.CreateBuilder<PackageRequirement>();
        foreach ((string text, SourceLocation location) in section?.ReadValueTexts(key) ?? [])
        {
            try
            {
                packages.Add(PackageReference.ParseRequirement(text, location));
            }
            catch (CosException unreadable)
            {
                _diagnostics.AddRange(unreadable.Diagnostics.Select(diagnostic => diagnostic with { Location = location }));
            }
        }
        return packages.ToImmutable();
    }

    private string ReadImage()
    {
        string image = _fields.ReadText("rootfs_image");
        return image.Length == 0 || image.Contains(':', StringComparison.Ordinal) ? image : image + ":latest";
    }

    private ImmutableArray<RepositoryReference> ReadRepositories()
    {
        FieldReader? luet = ReadSection("luet", ["repositories"]);
        LuetConfiguration configuration = new(_fields.ReadText("arch"), _diagnostics);
        return
        [
            .. (luet?.ReadMappings("repositories") ?? [])
                .Select(entry => configuration.ReadRepository(entry, defaultPriority: 0)).OfType<RepositoryReference>(),
        ];
    }

    private string ReadBootFile(FieldReader? section, string key)
    {
        string name = section?.ReadText(key) ?? "";
        if (name.Length == 0)
        {
            _diagnostics.Add(MediaDiagnostics.KeyMissing(section?.Find(key)?.Location ?? Location("initramfs"), "initramfs." + key));
        }
        else if (!BootFileName().IsMatch(name) || name.Split('/').Any(segment => segment is "" or "." or ".."))
        {
            _diagnostics.Add(MediaDiagnostics.InvalidName(section!.Find(key)!.Location, "initramfs." + key, name, "the name of a file below /boot"));
        }
        return name;
    }

    private string ReadLabel()
    {
        string label = _fields.ReadText("label");
        if (Encoding.UTF8.GetByteCount(label) > MaximumLabelLength || label.Any(character => character is < ' ' or > '~' or '/' or '"' or '\\'))
        {
            _diagnostics.Add(MediaDiagnostics.InvalidLabel(Location("label"), label, MaximumLabelLength));
        }
        return label;
    }

    private void CheckNames(IsoSpec spec)
    {
        bool first = true;
        foreach ((string key, string part) in new[] { ("image_prefix", spec.ImagePrefix), ("image_name", spec.ImageName) }.Where(item => item.Item2.Length > 0))
        {
            if (!FileNamePart().IsMatch(part) || (first && part.StartsWith('.')))
            {
                _diagnostics.Add(MediaDiagnostics.InvalidName(
                    Location(key), key, part, "part of a file name: no slash, no control characters, no dot at the beginning"));
            }
            first = false;
        }
        if (!FolderName().IsMatch(spec.Architecture))
        {
            _diagnostics.Add(MediaDiagnostics.InvalidName(Location("arch"), "arch", spec.Architecture, "an architecture such as x86_64 or arm64"));
        }
    }

    private SourceLocation Location(string key) => _fields.Find(key)?.Location ?? _fields.Location;

    [GeneratedRegex(@"\A[A-Za-z0-9._+~/-]{1,200}\z", RegexOptions.NonBacktracking)]
    private static partial Regex BootFileName();

    [GeneratedRegex(@"\A[^/\\\p{Cc}]{1,100}\z", RegexOptions.NonBacktracking)]
    private static partial Regex FileNamePart();

    [GeneratedRegex(@"\A[A-Za-z0-9_-]{1,32}\z", RegexOptions.NonBacktracking)]
    private static partial Regex FolderName();
}
