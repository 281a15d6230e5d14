using System.Text.Json;
using Cos.Sdk.Files;

namespace Cos.Sdk.Building.Timelines;

/// <summary>Writes a timeline as JSON and as a page for browsers beside it.</summary>
internal static class TimelineFile
{
    /// <summary>Writes <c>timeline.json</c> and <c>timeline.html</c>; the page needs neither network nor other files.</summary>
    public static void Write(string folder, string title, Timeline timeline)
    {
        AtomicFile.Write(Path.Combine(folder, "timeline.json"), JsonSerializer.Serialize(timeline, TimelineJsonContext.Default.Timeline) + "\n");
        AtomicFile.Write(Path.Combine(folder, "timeline.html"), TimelinePage.Render(title, timeline));
    }
}
