namespace Cos.Sdk.Engine;

/// <summary>A reference cut into what the API wants apart: the name with its registry, and the tag or digest.</summary>
/// <param name="Name">For example <c>registry:5000/group/name</c>.</param>
/// <param name="Tag">A tag (<c>latest</c> when the reference has none), or a digest <c>sha256:…</c>.</param>
internal sealed record ImageTag(string Name, string Tag)
{
    /// <summary>Cuts a reference; a colon before the last slash belongs to a port.</summary>
    public static ImageTag Parse(string reference)
    {
        int digest = reference.IndexOf('@', StringComparison.Ordinal);
        if (digest > 0)
        {
            return new ImageTag(reference[..digest], reference[(digest + 1)..]);
        }
        int colon = reference.LastIndexOf(':');
        return colon > reference.LastIndexOf('/')
            ? new ImageTag(reference[..colon], reference[(colon + 1)..])
            : new ImageTag(reference, "latest");
    }
}
