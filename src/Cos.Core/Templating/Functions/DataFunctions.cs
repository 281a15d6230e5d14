using Cos.Sdk.Diagnostics;
using Cos.Sdk.Templating.Runtime;

namespace Cos.Sdk.Templating.Functions;

/// <summary>Values as JSON, YAML and TOML, and back. What is read has floating-point numbers only.</summary>
internal static class DataFunctions
{
    private const string Error = "Error";

    public static void AddTo(FunctionTable table) => table
        .Add("toJson", "any", call => JsonText.Write(call[0], call.Context) ?? "")
        .Add("mustToJson", "any", call => JsonText.Write(call[0], call.Context) ?? throw NotJson(call))
        .Add("toPrettyJson", "any", call => JsonText.Write(call[0], call.Context, indent: "  ") ?? "")
        .Add("mustToPrettyJson", "any", call => JsonText.Write(call[0], call.Context, indent: "  ") ?? throw NotJson(call))
        .AddWithMust("toRawJson", "any", call => JsonText.Write(call[0], call.Context, escapesHtml: false) ?? throw NotJson(call))
        .Add("fromJson", "string", call => ToDictionary(ReadJson(call, out string? reason), reason))
        .Add("fromJsonArray", "string", call => ToList(ReadJson(call, out string? reason), reason))
        .Add("mustFromJson", "string", call =>
        {
            object? value = ReadJson(call, out string? reason);
            return reason is null ? value : throw call.Fail(reason);
        })
        .Add("toYaml", "any", WriteYaml)
        .Add("fromYaml", "string", call => ToDictionary(ReadYaml(call, out string? reason), reason))
        .Add("fromYamlArray", "string", call => ToList(ReadYaml(call, out string? reason), reason))
        .Add("toToml", "any", call => call[0] is null ? throw call.Fail("there is no value") : TomlText.Write(call[0], call.Context));

    private static CosException NotJson(FunctionCall call) => call.Fail("a number in the value is infinite or no number at all");

    private static CosException NoYaml(FunctionCall call) => new(TemplateDiagnostics.NoYaml(call.Location, call.Name));

    private static object? ReadJson(FunctionCall call, out string? reason)
    {
        call.Context.Charge(call.Text(0).Length);
        bool isRead = JsonText.TryRead(call.Text(0), out object? value, out string problem);
        reason = isRead ? null : problem;
        return value;
    }

    private static string WriteYaml(FunctionCall call)
    {
        Func<object?, string> write = call.Context.Options.ToYaml ?? throw NoYaml(call);
        return write(ValueImport.ToOutside(call[0], call.Context));
    }

    private static object? ReadYaml(FunctionCall call, out string? reason)
    {
        Func<string, object?> read = call.Context.Options.FromYaml ?? throw NoYaml(call);
        call.Context.Charge(call.Text(0).Length);
        reason = null;
        try
        {
            return WithFloats(ValueImport.FromOutside(read(GoText.ToDisplay(call.Text(0)))), call.Context);
        }
        catch (CosException exception)
        {
            reason = exception.Diagnostics[0].Message;
            return null;
        }
    }

    private static object ToDictionary(object? value, string? reason)
    {
        if (reason is null && value is GoMap map)
        {
            return map;
        }
        if (reason is null && value is null)
        {
            return GoMap.Nil(GoType.Dictionary);
        }
        GoMap error = GoMap.Create();
        error[Error] = reason ?? "the text is not a dictionary";
        return error;
    }

    private static object ToList(object? value, string? reason) => (reason, value) switch
    {
        (null, GoList list) => list,
        (null, null) => GoList.Nil(GoType.List),
        _ => GoList.Of(reason ?? "the text is not a list"),
    };

    private static object? WithFloats(object? value, RenderContext context)
    {
        using RenderContext.Nesting nesting = context.Descend();
        context.Charge(1);
        switch (value)
        {
            case long number:
                return (double)number;
            case ulong number:
                return (double)number;
            case GoList list:
                return GoList.Of([.. list.ToArray().Select(item => WithFloats(item, context))]);
            case GoMap map:
                GoMap copy = GoMap.Create();
                foreach (string key in map.Keys)
                {
                    copy[key] = WithFloats(map[key], context);
                }
                return copy;
            default:
                return value;
        }
    }
}
