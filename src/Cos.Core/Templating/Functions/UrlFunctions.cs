using Cos.Sdk.Diagnostics;
using Cos.Sdk.Templating.Runtime;

namespace Cos.Sdk.Templating.Functions;

/// <summary>Takes URLs apart and puts them together.</summary>
internal static class UrlFunctions
{
    public static void AddTo(FunctionTable table) => table
        .Add("urlParse", "string", Parse)
        .Add("urlJoin", "dict", Join);

    private static object Parse(FunctionCall call)
    {
        Url url = UrlParser.Parse(call.Text(0)) ?? throw NotUrl(call, call.Text(0));
        GoMap parts = GoMap.Create();
        parts["scheme"] = url.Scheme;
        parts["host"] = url.Host;
        parts["hostname"] = url.HostName;
        parts["path"] = url.Path;
        parts["query"] = url.Query;
        parts["opaque"] = url.Opaque;
        parts["fragment"] = url.Fragment;
        parts["userinfo"] = url.UserInfo ?? "";
        return parts;
    }

    private static object Join(FunctionCall call)
    {
        string userInfo = PartOf(call, "userinfo");
        string? user = null;
        if (userInfo.Length > 0)
        {
            Url carrier = UrlParser.Parse($"proto://{userInfo}@host") ?? throw NotUrl(call, userInfo);
            user = carrier.UserInfo;
        }
        return new Url
        {
            Scheme = PartOf(call, "scheme"),
            Host = PartOf(call, "host"),
            Path = PartOf(call, "path"),
            Query = PartOf(call, "query"),
            Opaque = PartOf(call, "opaque"),
            Fragment = PartOf(call, "fragment"),
            UserInfo = user,
        }.ToString();
    }

    private static string PartOf(FunctionCall call, string key)
    {
        if (!call.Map(0).TryGet(key, out object? value))
        {
            return "";
        }
        return value as string ?? throw call.Fail($"the part '{key}' is not a string");
    }

    private static CosException NotUrl(FunctionCall call, string text) => call.Fail($"\"{text}\" is not a URL");
}
