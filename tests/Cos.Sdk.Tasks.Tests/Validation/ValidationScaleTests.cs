using System.Diagnostics;
using System.Globalization;
using Cos.Sdk.Diagnostics;
using Cos.Sdk.Planning;
using Cos.Sdk.Validation;

namespace Cos.Sdk.Tests.Validation;

/// <summary>Validation is part of every build, so it must not outgrow the reading of trees.</summary>
public sealed class ValidationScaleTests(ITestOutputHelper output)
{
    [Fact]
    public void Validate_TenTimesThePackages_TakesNotMuchMoreThanTenTimesAsLong()
    {
        Measure(50);
        TimeSpan few = Measure(150);
        TimeSpan many = Measure(1500);
        // Ten times would be 10, the square 100; machines are busy.
        Assert.True(many < (few * 45) + TimeSpan.FromSeconds(2), $"{few} for 150 packages, {many} for 1500.");
    }

    private TimeSpan Measure(int count)
    {
        string root = Directory.CreateTempSubdirectory("cos-scale-").FullName;
        Write("base/none/x", "");
        Write("own/app/definition.yaml", "name: app\ncategory: c\nversion: \"1.0\"\n");
        Write("own/app/build.yaml", "image: debian\n");
        Write("values.yaml", "used: 1\n");
        for (int i = 0; i < count; i++)
        {
            string requires = i == 0 ? "" : $"requires: [{{category: c, name: p{i / 2}, version: '>=0'}}, {{category: c, name: p{i / 20}, version: '>=0'}}]\n";
            Write($"base/p{i}/definition.yaml", $"name: p{i}\ncategory: c\nversion: \"1.0\"\n{requires}");
            Write($"base/p{i}/build.yaml", (i == 0 ? "image: debian\n" : requires) + "steps:\n- cp a.txt /opt/{{ .Values.used }} && apt-get install -y x\nincludes:\n- ^/opt/.*\n");
            Write($"base/p{i}/a.txt", "");
        }
        SourceOptions options = new() { Trees = [Path.Combine(root, "base")], OwnFolders = [Path.Combine(root, "own")], Values = [Path.Combine(root, "values.yaml")], BuildPackages = [] };
        Stopwatch watch = Stopwatch.StartNew();
        SourceModel model = SourceModel.Load(options, DateTimeOffset.UnixEpoch, CancellationToken.None);
        TimeSpan loaded = watch.Elapsed;
        Assert.DoesNotContain(TreeValidator.Validate(model, strict: false, CancellationToken.None), item => item.Severity != DiagnosticSeverity.Information);
        TimeSpan validated = watch.Elapsed - loaded;
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{count} packages: loaded in {loaded.TotalMilliseconds:0} ms, validated in {validated.TotalMilliseconds:0} ms"));
        Directory.Delete(root, recursive: true);
        return validated;

        void Write(string relative, string text)
        {
            string path = Path.Combine(root, relative);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllText(path, text);
        }
    }
}
