using System.Buffers;
using System.Globalization;
using System.IO.Pipelines;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.RegularExpressions;
using Cos.Sdk.Diagnostics;

namespace Cos.Sdk.Engine;

/// <summary>
/// Reads the engine's stream of JSON messages, one a line: <c>stream</c>, <c>status</c>, <c>aux</c>, <c>error</c>, <c>errorDetail</c>.
/// Docker announces steps as <c>Step 2/3 : RUN x</c>, Podman as <c>STEP 2/3: RUN x</c>, with several stages as <c>[1/2] STEP 2/3: RUN x</c>.
/// </summary>
internal sealed partial class BuildOutputReader
{
    private const int MaxMessageLength = 4 << 20;

    private int _step;
    private int _stepCount;
    private int _stepsOfEarlierStages;
    private string _instruction = "";

    /// <summary>Reads to the end; the stream is the caller's to dispose.</summary>
    public async IAsyncEnumerable<BuildOutput> ReadAsync(
        Stream stream, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        PipeReader reader = PipeReader.Create(stream, new StreamPipeReaderOptions(leaveOpen: true));
        bool ended = false;
        while (!ended)
        {
            ReadResult result = await reader.ReadAsync(cancellationToken).ConfigureAwait(false);
            ReadOnlySequence<byte> buffer = result.Buffer;
            ended = result.IsCompleted;
            while (TakeLine(ref buffer, ended, out ReadOnlySequence<byte> line))
            {
                foreach (BuildOutput output in Interpret(line))
                {
                    yield return output;
                }
            }
            if (buffer.Length > MaxMessageLength)
            {
                throw new CosException(EngineDiagnostics.MalformedAnswer("a message of its output is larger than 4 MiB"));
            }
            reader.AdvanceTo(buffer.Start, buffer.End);
        }
        await reader.CompleteAsync().ConfigureAwait(false);
    }

    /// <summary>Interprets the text of one <c>stream</c> message.</summary>
    public BuildOutput InterpretText(string text)
    {
        string plain = TerminalEscape().Replace(text, "");
        if (BeginsStep(StepLine().Match(plain)))
        {
            return Make(BuildOutputKind.Step, plain);
        }
        return Make(CachedLine().IsMatch(plain) ? BuildOutputKind.Cached : BuildOutputKind.Text, plain);
    }

    /// <summary>A step's own output may look like the announcement of a step: only the next number counts.</summary>
    private bool BeginsStep(Match match)
    {
        if (!match.Success)
        {
            return false;
        }
        int number = int.Parse(match.Groups["step"].ValueSpan, CultureInfo.InvariantCulture);
        int count = int.Parse(match.Groups["count"].ValueSpan, CultureInfo.InvariantCulture);
        if (number == 1 && match.Groups["stage"].Success && _step == _stepCount)
        {
            _stepsOfEarlierStages = _stepCount;
        }
        number += _stepsOfEarlierStages;
        count += _stepsOfEarlierStages;
        if (number != _step + 1 || (_stepCount > _stepsOfEarlierStages && count != _stepCount))
        {
            return false;
        }
        (_step, _stepCount, _instruction) = (number, count, match.Groups["text"].Value.TrimEnd());
        return true;
    }

    private static bool TakeLine(ref ReadOnlySequence<byte> buffer, bool ended, out ReadOnlySequence<byte> line)
    {
        SequencePosition? end = buffer.PositionOf((byte)'\n');
        if (end is null && (!ended || buffer.IsEmpty))
        {
            line = default;
            return false;
        }
        line = end is null ? buffer : buffer.Slice(0, end.Value);
        buffer = end is null ? buffer.Slice(buffer.End) : buffer.Slice(buffer.GetPosition(1, end.Value));
        return true;
    }

    private List<BuildOutput> Interpret(ReadOnlySequence<byte> line)
    {
        List<BuildOutput> outputs = [];
        if (IsBlank(line))
        {
            return outputs;
        }
        using JsonDocument message = Parse(line);
        JsonElement root = message.RootElement;
        if (Text(root, "stream") is { } text)
        {
            outputs.Add(InterpretText(text));
        }
        if (Text(root, "status") is { } status)
        {
            string id = Text(root, "id") is { Length: > 0 } layer ? layer + ": " : "";
            outputs.Add(Make(BuildOutputKind.Transfer, id + status));
        }
        if (Member(root, "aux", out JsonElement aux) && Text(aux, "ID") is { } image)
        {
            outputs.Add(Make(BuildOutputKind.Image, image));
        }
        if (Error(root) is { } error)
        {
            outputs.Add(error);
        }
        return outputs;
    }

    private BuildOutput? Error(JsonElement root)
    {
        bool detailed = Member(root, "errorDetail", out JsonElement detail);
        string? text = (detailed ? Text(detail, "message") : null) ?? Text(root, "error");
        if (text is null)
        {
            return null;
        }
        BuildOutput output = Make(BuildOutputKind.Error, text.TrimEnd());
        if (detailed && Member(detail, "code", out JsonElement code) && code.TryGetInt32(out int number) && number != 0)
        {
            return output with { ExitCode = number };
        }
        Match status = ExitStatus().Match(text);
        return status.Success && int.TryParse(status.Groups[1].ValueSpan, CultureInfo.InvariantCulture, out int exit)
            ? output with { ExitCode = exit }
            : output;
    }

    private BuildOutput Make(BuildOutputKind kind, string text) =>
        new(kind, text) { Step = _step, StepCount = _stepCount, Instruction = _instruction };

    private static JsonDocument Parse(ReadOnlySequence<byte> line)
    {
        try
        {
            return JsonDocument.Parse(line, new JsonDocumentOptions { MaxDepth = 16 });
        }
        catch (JsonException exception)
        {
            throw new CosException(EngineDiagnostics.MalformedAnswer("its output is not a sequence of JSON messages"), exception);
        }
    }

    private static bool IsBlank(ReadOnlySequence<byte> line)
    {
        foreach (ReadOnlyMemory<byte> part in line)
        {
            if (part.Span.ContainsAnyExcept(" \t\r\n"u8))
            {
                return false;
            }
        }
        return true;
    }

    private static bool Member(JsonElement parent, string name, out JsonElement value)
    {
        value = default;
        return parent.ValueKind == JsonValueKind.Object && parent.TryGetProperty(name, out value);
    }

    private static string? Text(JsonElement parent, string name) =>
        Member(parent, name, out JsonElement value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    [GeneratedRegex(
        @"\A(?<stage>\[[0-9]{1,6}/[0-9]{1,6}\] )?(?:Step|STEP) (?<step>[0-9]{1,6})/(?<count>[0-9]{1,6}) ?: (?<text>.*)\z",
        RegexOptions.Singleline)]
    private static partial Regex StepLine();

    [GeneratedRegex(@"\A ?--(?:-)?> Using cache")]
    private static partial Regex CachedLine();

    [GeneratedRegex(@"(?:non-zero code:|exit status) ([0-9]{1,9})")]
    private static partial Regex ExitStatus();

    [GeneratedRegex("\x1b\\[[0-9;?]*[A-Za-z]")]
    private static partial Regex TerminalEscape();
}
