namespace Cos.Sdk.Templating.Functions;

/// <summary>Semantic versions and ranges of them.</summary>
internal static class SemanticVersionFunctions
{
    public static void AddTo(FunctionTable table) => table
        .Add("semver", "string", call => SemanticVersion.Parse(call.Text(0))
            ?? throw call.Fail($"\"{call.Text(0)}\" is not a semantic version"))
        .Add("semverCompare", "string string", call =>
        {
            SemanticConstraint constraint = SemanticConstraint.Parse(call.Text(0))
                ?? throw call.Fail($"\"{call.Text(0)}\" is not a constraint such as \">=1.2, <2\" or \"^1.2\"");
            SemanticVersion version = SemanticVersion.Parse(call.Text(1))
                ?? throw call.Fail($"\"{call.Text(1)}\" is not a semantic version");
            return constraint.Includes(version);
        });
}
