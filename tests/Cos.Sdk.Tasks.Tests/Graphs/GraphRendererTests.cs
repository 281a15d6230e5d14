using System.Globalization;
using System.Xml.Linq;
using Cos.Sdk.Diagnostics;
using Cos.Sdk.Graphs;
using static Cos.Sdk.Tests.Graphs.GraphTree;

namespace Cos.Sdk.Tests.Graphs;

public sealed class GraphRendererTests : IDisposable
{
    private readonly GraphTree _tree = new GraphTree()
        .Add("own", "os", "1.0", "requires_final_images: true\n" + Requires("files", "meta"))
        .Add("own", "app", "1.0", "image: debian\ncopy:\n- package: {category: c, name: tool, version: \">=1\"}\n  source: /bin/t\n  destination: /bin/t\nsteps: [\"true\"]\n")
        .Add("base", "files", "1.0", Requires("tool@<2"), "requires:\n" + Wish("late") + "description: \"<b>&\\\"\"\n")
        .Add("base", "late", "1.0", "image: debian\nunpack: true\n")
        .Add("base", "meta", "1.0", "")
        .Add("base", "tool", "1.0", "image: debian\n")
        .Add("base", "unused", "1.0", "image: debian\n");

    public void Dispose() => _tree.Dispose();

    [Fact]
    public void Render_Dot_HasNodesAndEdges() => Assert.Equal(
        """
        digraph "sample \"OS\"" {
          rankdir=LR;
          node [shape=box, style="rounded,filled", fontname="sans-serif", fontsize=11, color="#8a94a3", fillcolor="#eef1f5"];
          edge [color="#7b8794", arrowsize=0.7, fontname="sans-serif", fontsize=9];
          "c/app@1.0" [label="c/app\n1.0", fillcolor="#dbe8fb", color="#3567b0", penwidth=2];
          "c/files@1.0" [label="c/files\n1.0"];
          "c/late@1.0" [label="c/late\n1.0"];
          "c/meta@1.0" [label="c/meta\n1.0", style="rounded,filled,dashed"];
          "c/os@1.0" [label="c/os\n1.0", fillcolor="#d8efdc", color="#3c8c4f", penwidth=2];
          "c/tool@1.0" [label="c/tool\n1.0"];
          "c/app@1.0" -> "c/tool@1.0" [style=dashed, color="#c2701c", label=">=1"];
          "c/files@1.0" -> "c/tool@1.0" [label="<2"];
          "c/files@1.0" -> "c/late@1.0" [style=dotted, color="#3c8c4f"];
          "c/os@1.0" -> "c/files@1.0" [penwidth=2, color="#3c8c4f"];
          "c/os@1.0" -> "c/meta@1.0" [penwidth=2, color="#3c8c4f"];
        }

        """,
        _tree.Draw(GraphFormat.Dot));

    [Fact]
    public void Render_Mermaid_HasNodesAndEdges() => Assert.Equal(
        """
        %% sample "OS"
        flowchart LR
          n0["c/app<br/>1.0"]:::own
          n1["c/files<br/>1.0"]:::inherited
          n2["c/late<br/>1.0"]:::inherited
          n3["c/meta<br/>1.0"]:::inherited
          n4["c/os<br/>1.0"]:::composed
          n5["c/tool<br/>1.0"]:::inherited
          n0 -.->|"copy #gt;=1"| n5
          n1 -->|"#lt;2"| n5
          n1 -.->|"run time "| n2
          n4 ==> n1
          n4 ==> n3
          classDef own fill:#dbe8fb,stroke:#3567b0,color:#12233d
          classDef inherited fill:#eef1f5,stroke:#8a94a3,color:#1f2933
          classDef composed fill:#d8efdc,stroke:#3c8c4f,color:#10301a
          classDef virtual stroke-dasharray:4 3
          classDef target stroke-width:3px
          class n0 target
          class n3 virtual
          class n4 target

        """,
        _tree.Draw(GraphFormat.Mermaid));

    [Fact]
    public void Render_Html_IsOnePageThatLoadsNothing()
    {
        string page = _tree.Draw(GraphFormat.Html);
        Assert.DoesNotContain("http", page.Replace("http://www.w3.org/2000/svg", "", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.DoesNotContain(_tree.Root, page, StringComparison.Ordinal);
        Assert.Contains("&lt;b&gt;&amp;&quot;", page, StringComparison.Ordinal);
        Assert.Contains("own/os-1.0/build.yaml(3,3)", page, StringComparison.Ordinal);
        Assert.Contains("base/files-1.0/build.yaml(2,3)", page, StringComparison.Ordinal);

        XElement svg = XElement.Parse(page[page.IndexOf("<svg id=\"graph\"", StringComparison.Ordinal)..(page.LastIndexOf("</svg>", StringComparison.Ordinal) + 6)]);
        XNamespace ns = "http://www.w3.org/2000/svg";
        Assert.Equal(6, svg.Elements(ns + "g").Count());
        Assert.Equal(5, svg.Elements(ns + "path").Count());
        (double Left, double Top, double Right, double Bottom)[] boxes = [.. svg.Elements(ns + "g").Select(BoxOf)];
        for (int i = 0; i < boxes.Length; i++)
        {
            Assert.All(boxes[(i + 1)..], other => Assert.True(
                other.Left >= boxes[i].Right || other.Right <= boxes[i].Left || other.Top >= boxes[i].Bottom || other.Bottom <= boxes[i].Top));
        }

        (double, double, double, double) BoxOf(XElement node)
        {
            double[] at = [.. node.Attribute("transform")!.Value["translate(".Length..^1].Split(' ').Select(text => double.Parse(text, CultureInfo.InvariantCulture))];
            XElement rect = node.Element(ns + "rect")!;
            return (at[0], at[1], at[0] + (double)rect.Attribute("width")!, at[1] + (double)rect.Attribute("height")!);
        }
    }

    [Theory]
    [InlineData("html", "Html")]
    [InlineData("Mermaid+dot+dot", "Dot Mermaid")]
    public void Parse_Formats_AreSortedAndUnique(string text, string formats) => Assert.Equal(formats, string.Join(' ', GraphFormats.Parse(text)));

    [Fact]
    public void Parse_UnknownFormat_IsRefused() => Assert.Equal("COS0006", Assert.Single(Assert.Throws<CosException>(() => GraphFormats.Parse("dot+png")).Diagnostics).Code);

    [Fact]
    public void Render_Twice_GivesTheSameBytes() => Assert.All(Enum.GetValues<GraphFormat>(), format => Assert.Equal(_tree.Draw(format), _tree.Draw(format)));
}
