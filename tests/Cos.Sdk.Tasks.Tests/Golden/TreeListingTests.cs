using Cos.Sdk.Golden.Trees;
using Cos.Sdk.Tests.Trees;

namespace Cos.Sdk.Tests.Golden;

/// <summary>The listing of a tree, line by line.</summary>
public sealed class TreeListingTests : IDisposable
{
    private const string Nothing =
        "\"prelude\":null,\"env\":null,\"includes\":null,\"excludes\":null,\"unpack\":null,\"package_dir\":null,\"requires_final_images\":null,\"requires\":null,\"copy\":null,\"chain\":null}";

    private readonly TempTree _tree = new();

    public void Dispose() => _tree.Dispose();

    [Fact]
    public void Run_PackagesWithValues_PrintsOneLineEach()
    {
        _tree.With("t/a/definition.yaml", "name: a\ncategory: c\nversion: \"1.0\"\n")
            .With("t/a/build.yaml", "image: {{ .Values.image }}\nsteps:\n- |\n  one\n  two\n- three <&>\n")
            .With("t/b/collection.yaml", "packages:\n- {name: b, category: c, version: \"1.0\"}\n- {name: \"n\", category: c, version: \"2.0\"}\n")
            .With("t/b/build.yaml", "requires:\n- {name: a, category: c, version: \">=0\"}\nrequires_final_images: true\nunpack: true\n"
                + "env: [A=1]\nprelude: [p]\nincludes: [/a]\nexcludes: [/b]\npackage_dir: /out\n"
                + "copy:\n- {package: {name: a, category: c, version: \">=0\"}, source: /x, destination: /y}\n- {image: alpine, source: /u, destination: /v}\n")
            .With("t/none/definition.yaml", "name: none\ncategory: c\nversion: \"1.0\"\n")
            .With("v1.yaml", "image: first\n").With("v2.yaml", "image: last\n");
        Assert.Equal((0, ""), Run(out string[] lines, "--values", "v1.yaml", "--values", "v2.yaml", "t"));
        string inCollection = "\"image\":null,\"steps\":null,\"prelude\":[\"p\"],\"env\":[\"A=1\"],\"includes\":[\"/a\"],\"excludes\":[\"/b\"],\"unpack\":true,\"package_dir\":\"/out\","
            + "\"requires_final_images\":true,\"requires\":[\"c/a@>=0\"],\"copy\":[\"c/a@>=0 /x /y\",\"alpine /u /v\"],\"chain\":[\"c/a@1.0\"]}";
        Assert.Equal(
            [
                "{\"package\":\"c/a@1.0\",\"image\":\"last\",\"steps\":[\"one\\ntwo\\n\",\"three <&>\"]," + Nothing,
                "{\"package\":\"c/b@1.0\"," + inCollection,
                "{\"package\":\"c/n@2.0\"," + inCollection,
                "{\"package\":\"c/none@1.0\",\"image\":null,\"steps\":null," + Nothing,
            ],
            lines);
    }

    [Fact]
    public void Run_WhatIsWrong_GoesToTheErrorStream()
    {
        _tree.With("t/a/definition.yaml", "name: a\ncategory: c\nversion: \"1.0\"\n").With("t/a/build.yaml", "image: {{ nope }}\n");
        (int status, string errors) = Run(out string[] lines, "t");
        Assert.Equal(1, status);
        Assert.Equal(["{\"package\":\"c/a@1.0\",\"image\":null,\"steps\":null," + Nothing], lines);
        Assert.Contains("t/a/build.yaml(1,11): error COS2", errors, StringComparison.Ordinal);
    }

    private (int Status, string Errors) Run(out string[] lines, params string[] words)
    {
        using StringWriter output = new() { NewLine = "\n" };
        using StringWriter errors = new() { NewLine = "\n" };
        int status = TreeListing.Run([.. words.Select(word => word.StartsWith('-') ? word : _tree.PathOf(word))], output, errors, CancellationToken.None);
        lines = output.ToString().TrimEnd().Split('\n');
        return (status, errors.ToString());
    }
}
