namespace Cos.Sdk.Golden.Scenarios;

/// <summary>What an image comes to, however its Dockerfile is written.</summary>
/// <param name="Package">The package whose image it is, as <c>category/name@version</c>; a reference for a base image.</param>
/// <param name="Chain">What it is made from, the base first.</param>
/// <param name="Lines">What is done on top of that: sources, variables, commands.</param>
internal sealed record ImageMeaning(string Package, string Chain, IReadOnlyList<string> Lines)
{
    /// <summary>An image that nobody builds here.</summary>
    public static ImageMeaning Base(string reference) => new(reference, "", []);

    /// <summary>The chain with this image at its end.</summary>
    public string Name => Chain.Length == 0 ? Package : $"{Chain} > {Package}";

    /// <summary>Whether it differs from the image below it in more than the variables that name the package.</summary>
    public bool HasEffect => Chain.Length == 0 || Lines.Any(line => !line.StartsWith("ENV PACKAGE_", StringComparison.Ordinal));

    /// <summary>The image as lines of text.</summary>
    public IReadOnlyList<string> Describe() => [.. Lines.Prepend($"image of {Package}, from {Chain}")];
}
