using System.Text.RegularExpressions;

namespace Cos.Sdk.Golden.Scenarios;

/// <summary>
/// The image builds that were recorded, as what they mean. Two of them make one image of a package: the first has the prelude, the second the steps. Names
/// are followed in the order of the builds, for one image may take the name of another.
/// </summary>
internal sealed partial class RecordedBuilds
{
    private const string FirstImage = "-builder.dockerfile";

    private RecordedBuilds(IReadOnlyList<ImageMeaning> images, bool hasPastedLines) => (Images, HasPastedLines) = (images, hasPastedLines);

    /// <summary>The images of packages, each once, in the order in which they were built.</summary>
    public IReadOnlyList<ImageMeaning> Images { get; }

    /// <summary>Whether anything was recorded.</summary>
    public bool Exist => Images.Count > 0;

    /// <summary>Whether a command of several lines was pasted so that the reference could not build it.</summary>
    public bool HasPastedLines { get; }

    /// <summary>Reads what a scenario has.</summary>
    public static RecordedBuilds Read(string folder)
    {
        string list = Path.Combine(folder, "expected.builds.txt");
        List<ImageMeaning> images = [];
        Dictionary<string, ImageMeaning> names = new(StringComparer.Ordinal);
        bool hasPastedLines = false;
        (string File, IReadOnlyList<string> Lines)? first = null;
        foreach (Match build in File.Exists(list) ? File.ReadAllLines(list).Select(line => Build().Match(line)).Where(match => match.Success) : [])
        {
            string name = $"{build.Groups[1].Value}-{build.Groups[2].Value}";
            string image = build.Groups[3].Value;
            string text = File.ReadAllText(Path.Combine(folder, "expected.dockerfiles", name));
            IReadOnlyList<string> lines = DockerfileText.Instructions(text);
            hasPastedLines |= lines.Any(DockerfileText.IsPasted);
            if (name.EndsWith(FirstImage, StringComparison.Ordinal))
            {
                first = (image, lines);
                names[image] = FirstMeaning(lines, names);
                continue;
            }
            if (first is not { } builder)
            {
                continue;
            }
            ImageMeaning made = SecondMeaning(names[builder.File], text, lines, builder.File);
            if (!images.Any(known => known.Describe().SequenceEqual(made.Describe())))
            {
                images.Add(made);
            }
            names[image] = made.HasEffect ? made : Below(names, builder.Lines);
        }
        return new RecordedBuilds(images, hasPastedLines);
    }

    private static ImageMeaning FirstMeaning(IReadOnlyList<string> lines, Dictionary<string, ImageMeaning> names)
    {
        string[] variables = [.. lines.Where(IsPackageVariable).SelectMany(line => DockerfileText.PackageVariables(line))];
        string package = $"{Of("PACKAGE_CATEGORY")}/{Of("PACKAGE_NAME")}@{Of("PACKAGE_VERSION")}".TrimStart('/');
        return new ImageMeaning(
            package,
            Below(names, lines).Name,
            [.. variables, .. lines.Skip(1).Where(line => !IsPackageVariable(line)).Select(line => Meaning(line, names)).OfType<string>()]);

        string Of(string variable) => variables.FirstOrDefault(line => line.StartsWith($"ENV {variable}=", StringComparison.Ordinal))?[($"ENV {variable}=".Length)..] ?? "";
    }

    /// <summary>The steps on top of the first image; the whole text where a Dockerfile of the tree makes the second.</summary>
    private static ImageMeaning SecondMeaning(ImageMeaning first, string text, IReadOnlyList<string> lines, string firstImage) =>
        lines[0] != $"FROM {firstImage}"
            ? first with { Lines = ["Dockerfile\n" + text.Trim()] }
            : first with { Lines = [.. first.Lines, .. lines.Where(line => line.StartsWith("RUN ", StringComparison.Ordinal)).Select(Run)] };

    private static ImageMeaning Below(Dictionary<string, ImageMeaning> names, IReadOnlyList<string> lines)
    {
        string reference = lines[0]["FROM ".Length..].Trim();
        return names.GetValueOrDefault(reference) ?? ImageMeaning.Base(Alias().IsMatch(reference) ? PlannedImages.Composed : reference);
    }

    private static string? Meaning(string line, Dictionary<string, ImageMeaning> names)
    {
        if (line is "COPY . /luetbuild" or "WORKDIR /luetbuild")
        {
            return null;
        }
        if (CopySource().Match(line) is { Success: true } copy)
        {
            string source = copy.Groups[1].Value;
            return $"COPY --from={names.GetValueOrDefault(source)?.Name ?? source} {DockerfileText.Paths(copy.Groups[2].Value)}";
        }
        return line.StartsWith("RUN ", StringComparison.Ordinal) ? Run(line)
            : line.StartsWith("ADD ", StringComparison.Ordinal) ? "ADD " + DockerfileText.Paths(line["ADD ".Length..])
            : line;
    }

    private static string Run(string line) => "RUN " + DockerfileText.Command(line["RUN ".Length..]);

    private static bool IsPackageVariable(string line) => line.StartsWith("ENV PACKAGE_", StringComparison.Ordinal);

    [GeneratedRegex("^([0-9]+) (.+) -> ([^ ]+)$")]
    private static partial Regex Build();

    [GeneratedRegex("^COPY --from=([^ ]+) (.*)$", RegexOptions.Singleline)]
    private static partial Regex CopySource();

    [GeneratedRegex("<HASH[0-9]*>$")]
    private static partial Regex Alias();
}
