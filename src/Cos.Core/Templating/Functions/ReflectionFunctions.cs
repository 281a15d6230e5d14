using Cos.Sdk.Templating.Runtime;

namespace Cos.Sdk.Templating.Functions;

/// <summary>Questions about the types of values.</summary>
internal static class ReflectionFunctions
{
    public static void AddTo(FunctionTable table) => table
        .Add("typeOf", "any", call => TypeOf(call[0]))
        .Add("typeIs", "string any", call => call.Text(0) == TypeOf(call[1]))
        .Add("typeIsLike", "string any", call => call.Text(0) == TypeOf(call[1]) || "*" + call.Text(0) == TypeOf(call[1]))
        .Add("kindOf", "any", call => KindOf(call[0]))
        .Add("kindIs", "string any", call => call.Text(0) == KindOf(call[1]))
        .Add("deepEqual", "any any", call => Values.DeepEquals(call[0], call[1], call.Context));

    private static string TypeOf(object? value) => value is null ? "<nil>" : GoType.Of(value).Name;

    private static string KindOf(object? value) => value is null ? "invalid" : GoType.Of(value).KindName;
}
