using Cos.Sdk.Diagnostics;
using Cos.Sdk.Templating.Runtime;

namespace Cos.Sdk.Templating.Functions;

/// <summary>Defaults for what is empty, choices, and the flow of the template.</summary>
internal static class DefaultFunctions
{
    public static void AddTo(FunctionTable table) => table
        .Add("default", "any any...", call => call.Count < 2 || !Values.IsTrue(call[1]) ? call[0] : call[1])
        .Add("empty", "any", call => !Values.IsTrue(call[0]))
        .Add("coalesce", "any...", call => call.Arguments.FirstOrDefault(Values.IsTrue))
        .Add("all", "any...", call => call.Arguments.All(Values.IsTrue))
        .Add("any", "any...", call => call.Arguments.Any(Values.IsTrue))
        .Add("ternary", "any any bool", call => call.Bool(2) ? call[0] : call[1])
        .Add("fail", "string", call => throw new CosException(TemplateDiagnostics.Failed(call.Location, GoText.ToDisplay(call.Text(0)))))
        .Add("include", "string any", call => call.Context.Include(call.Text(0), call[1]))
        .Add("hello", "", _ => "Hello!");
}
