using Cos.Sdk.Templating.Runtime;

namespace Cos.Sdk.Templating.Dates;

/// <summary>A time zone as a value.</summary>
internal sealed class LocationValue(GoZone zone) : GoObject
{
    /// <summary>The zone.</summary>
    public GoZone Zone => zone;

    /// <inheritdoc />
    public override GoType Type => GoType.Location;

    /// <inheritdoc />
    public override string Text => zone.Name;

    /// <inheritdoc />
    public override bool IsSame(GoObject other) => other is LocationValue location && location.Zone.Name == zone.Name;
}
