using System.Collections.Immutable;
using Cos.Sdk.Planning;

namespace Cos.Sdk.Building.Timelines;

/// <summary>Takes the time of what happens in a build. Thread-safe.</summary>
internal sealed class TimelineRecorder(TimeProvider clock) : IProgress<BuildEvent>
{
    private readonly Lock _lock = new();
    private readonly long _start = clock.GetTimestamp();
    private readonly DateTimeOffset _started = clock.GetUtcNow();
    private readonly Dictionary<string, TimelineNode> _nodes = new(StringComparer.Ordinal);
    private readonly Dictionary<string, double> _ready = new(StringComparer.Ordinal);
    private double _last;

    /// <summary>How many nodes are made at once at most.</summary>
    public int Width { get; set; } = 1;

    /// <inheritdoc />
    public void Report(BuildEvent value)
    {
        lock (_lock)
        {
            double now = _last = Now();
            if (value is BuildEvent.Ready)
            {
                _ready[value.Node.Key] = now;
            }
            else if (value is BuildEvent.Started started)
            {
                _nodes[value.Node.Key] = new TimelineNode
                {
                    Key = value.Node.Key,
                    Package = value.Node.Package,
                    Kind = value.Node switch { ArtifactNode => "archive", ComposedImageNode => "base", _ => "image" },
                    Reason = started.Reason,
                    Ready = _ready.GetValueOrDefault(value.Node.Key, now),
                    Start = now,
                };
            }
            else if (_nodes.TryGetValue(value.Node.Key, out TimelineNode? node))
            {
                _nodes[value.Node.Key] = Apply(node, value, now);
            }
        }
    }

    /// <summary>Takes the time of something that is no node: the repository, a medium.</summary>
    /// <param name="kind"><c>repository</c> or <c>medium</c>.</param>
    /// <param name="name">What is made.</param>
    /// <param name="work">Makes it; the number of bytes, and whether there was anything to make.</param>
    public async Task MeasureAsync(string kind, string name, Func<Task<(long Size, bool Made)>> work)
    {
        TimelineNode node = new() { Key = $"{kind}.{name}", Package = name, Kind = kind, Ready = Now(), Start = Now() };
        lock (_lock)
        {
            _nodes[node.Key] = node;
        }
        (long size, bool made) = await work().ConfigureAwait(false);
        double now = Now();
        lock (_lock)
        {
            _last = now;
            if (made)
            {
                _nodes[node.Key] = node with { End = now, Made = true, Size = size };
            }
            else
            {
                _nodes.Remove(node.Key);
            }
        }
    }

    /// <summary>All that was taken so far.</summary>
    public Timeline Read()
    {
        lock (_lock)
        {
            return new Timeline
            {
                Started = _started,
                Seconds = _last,
                Width = Width,
                Nodes =
                [
                    .. _nodes.Values.Select(node => node.Made ? node : node with { End = _last })
                        .OrderBy(node => node.Start).ThenBy(node => node.Key, StringComparer.Ordinal),
                ],
            };
        }
    }

    private double Now() => Seconds(clock.GetElapsedTime(_start));

    private static TimelineNode Apply(TimelineNode node, BuildEvent value, double now) => value switch
    {
        BuildEvent.StepFinished step => node with
        {
            Steps = node.Steps.Add(new TimelineStep(step.Step, step.Text, Math.Round(now - step.Elapsed.TotalSeconds, 3), Seconds(step.Elapsed), step.Cached)),
        },
        BuildEvent.Measured measured => node with
        {
            Engine = Seconds(measured.Engine),
            Export = Seconds(measured.Export),
            Compress = Seconds(measured.Compress),
            Size = measured.Size,
        },
        BuildEvent.Finished { Outcome: NodeOutcome.Made } => node with { End = now, Made = true },
        _ => node,
    };

    private static double Seconds(TimeSpan time) => Math.Round(time.TotalSeconds, 3);
}
