using Cos.Sdk.Versions;

namespace Cos.Sdk.Tests.Versions;

public sealed class VersionSelectorTests
{
    [Theory]
    [InlineData("~>1", "2.0", true)]
    [InlineData("~>1.2.3", "1.2.9", true)]
    [InlineData("~>1.2.3", "1.3.0", false)]
    [InlineData("~>1.2.3.4", "1.2.3", false)]
    [InlineData("~>1.2-rc1", "1.2", false)]
    [InlineData("~>1.2-rc1", "1.2-rc2", true)]
    [InlineData(">=1.0-rc1,<2.0", "1.0-rc2", false)]
    [InlineData(">=1.0-rc1,<=1.0-rc9", "1.0-rc2", true)]
    [InlineData(">=1.0-rc1,<=1.0-rc9", "1.0.1-rc2", false)]
    [InlineData("!=1.0,!=1.1", "1.2", true)]
    [InlineData("!=1.0,!=1.1", "1.1", false)]
    [InlineData("=1.0", "1.0.0", true)]
    [InlineData("=1.0", "1.0+5", true)]
    [InlineData(">=1.0,", "1.5", false)]
    [InlineData(">=1.0_rc1", "1.0-rc2", true)]
    [InlineData("=", "1.0", false)]
    [InlineData("<", "", true)]
    [InlineData(">=1.0", "99999999999999999999.0", false)]
    public void Matches_Constraint_FollowsItsTerms(string selector, string version, bool expected) =>
        Assert.Equal(expected, VersionSelector.Parse(selector).Matches(version));

    [Theory]
    [InlineData("1.0", "1.0.0")]
    [InlineData("*", "1.0")]
    [InlineData("~1.2", "1.2.1")]
    [InlineData("0", "1.0")]
    public void Matches_TextWithoutComparison_IsOneExactVersion(string selector, string version)
    {
        Assert.False(VersionSelector.Parse(selector).Matches(version));
        Assert.True(VersionSelector.Parse(selector).Matches(selector));
    }

    [Theory]
    [InlineData("1.0", "1.0", true)]
    [InlineData("1.0", "1.1", false)]
    [InlineData(">=1.0", "1.1", true)]
    [InlineData(">=1.0", "0.9", false)]
    [InlineData("1.5", ">=1.0", true)]
    [InlineData("0.5", ">=1.0", false)]
    [InlineData(">=0", ">=0", true)]
    [InlineData("<2.0", ">=1.0", true)]
    [InlineData("<1.0", ">=1.0", false)]
    [InlineData(">1.0,<1.0.1", ">=1.0", true)]
    [InlineData(">=2.0", "<2.0,>=1.0", false)]
    [InlineData("=1.0", "!=1.0", false)]
    [InlineData("<1.0", ">=1.0-rc1", true)]
    [InlineData(">=1.0", "", true)]
    [InlineData("1.0", "", true)]
    public void MatchesProvided_SelectorOnEitherSide_AsksForACommonVersion(string selector, string provided, bool expected) =>
        Assert.Equal(expected, VersionSelector.Parse(selector).MatchesProvided(provided));

    [Theory]
    [InlineData(">=1.0 <2.0", true)]
    [InlineData("==1.0", true)]
    [InlineData(">=1.0||<0.5", true)]
    [InlineData(">=1.0,<2.0", false)]
    [InlineData("1.0", false)]
    public void IsUnreadable_ConstraintThatNothingMatches_IsKnown(string selector, bool expected) =>
        Assert.Equal(expected, VersionSelector.Parse(selector).IsUnreadable);

    [Theory]
    [InlineData("1.0.0-alpha", "1.0.0-alpha.1", -1)]
    [InlineData("1.0.0-alpha", "1.0.0-alpha.beta", 1)]
    [InlineData("1.0.0-alpha.1", "1.0.0-alpha.beta", -1)]
    [InlineData("1.0.0-beta.2", "1.0.0-beta.11", -1)]
    [InlineData("1.0-1", "1.0-rc1", -1)]
    [InlineData("1.0.0.0.1", "1.0", 1)]
    public void Compare_SemanticVersions_OrdersThem(string left, string right, int expected) =>
        Assert.Equal(expected, Math.Sign(SemanticVersion.TryParse(left)!.CompareTo(SemanticVersion.TryParse(right))));
}
