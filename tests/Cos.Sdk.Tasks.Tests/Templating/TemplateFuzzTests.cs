using System.Text;
using Cos.Sdk.Diagnostics;
using Cos.Sdk.Templating;

namespace Cos.Sdk.Tests.Templating;

/// <summary>Templates that were changed by chance end in a text or in a coded error, never in anything else.</summary>
public sealed class TemplateFuzzTests
{
    private static readonly int Templates = Environment.GetEnvironmentVariable("COS_SOAK") is "1" ? 10_000 : 600;

    private static readonly string[] Pieces =
    [
        "{{", "}}", "{{-", "-}}", "(", ")", "|", ".", "$", "$x", ":=", "=", "\"", "`", "'", "/*", "*/", "end", "else", "if", "range", "with",
        "define \"x\"", "template \"x\"", "include \"x\" .", "break", "continue", "nil", "true", "0", "-1", "1e9", "9223372036854775807", "0x",
        ".Values", ".Values.list", ".Values.missing", "until 99999999", "repeat 99999999", "printf \"%99999999d\"", "\\", "\n", "\0", "\ud83d", "é",
        "%", "[", "{", " ", "dict", "list", "index", "slice", "toJson", "set", "regexMatch", "(((((", "}}}}", "{{{{",
    ];

    [Fact]
    public void Render_MutatedTemplates_EndInATextOrACodedError()
    {
        TemplateOptions options = TemplateRow.Options with { MaxOperations = 2_000_000, MaxOutputLength = 1_000_000 };
        TemplateRow[] rows = [.. TemplateRow.Read(Repository.PathOf("tests/golden/templates.jsonl")), .. TemplateRow.Read("go-sprig.jsonl")];
        Random random = new(20210415);
        for (int i = 0; i < Templates; i++)
        {
            string template = Mutate(random, rows);
            try
            {
                Template.Render(template, TemplateRow.StandardValues, options);
            }
            catch (CosException exception)
            {
                Assert.All(exception.Diagnostics, diagnostic => Assert.StartsWith("COS2", diagnostic.Code, StringComparison.Ordinal));
            }
            catch (Exception exception) when (exception is not OperationCanceledException)
            {
                Assert.Fail($"{template}\n{exception}");
            }
        }
    }

    private static string Mutate(Random random, TemplateRow[] rows)
    {
        StringBuilder text = new(rows[random.Next(rows.Length)].Template);
        int changes = random.Next(1, 5);
        for (int i = 0; i < changes; i++)
        {
            int position = random.Next(text.Length + 1);
            int length = Math.Min(random.Next(1, 8), text.Length - position);
            switch (random.Next(5))
            {
                case 0:
                    text.Remove(position, length);
                    break;
                case 1:
                    text.Insert(position, Pieces[random.Next(Pieces.Length)]);
                    break;
                case 2:
                    text.Insert(position, text.ToString(position, length));
                    break;
                case 3 when position < text.Length:
                    text[position] = (char)random.Next(1, 128);
                    break;
                default:
                    text.Insert(position, rows[random.Next(rows.Length)].Template);
                    break;
            }
        }
        return text.ToString();
    }
}
