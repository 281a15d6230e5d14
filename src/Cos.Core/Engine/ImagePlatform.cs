namespace Cos.Sdk.Engine;

/// <summary>Compares platforms written as <c>os/architecture[/variant]</c>.</summary>
internal static class ImagePlatform
{
    /// <summary>Whether an image serves a request; a variant counts only when both name one.</summary>
    public static bool Matches(string requested, string actual)
    {
        string[] wanted = requested.Split('/');
        string[] found = actual.Split('/');
        for (int i = 0; i < Math.Min(wanted.Length, found.Length); i++)
        {
            if (!string.Equals(ImageConversions.Architecture(wanted[i]), ImageConversions.Architecture(found[i]), StringComparison.Ordinal))
            {
                return false;
            }
        }
        return true;
    }
}
