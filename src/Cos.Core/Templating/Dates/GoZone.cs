namespace Cos.Sdk.Templating.Dates;

/// <summary>A time zone: what its clocks show at a moment.</summary>
/// <param name="Name">Its name, as <c>Location</c> prints it.</param>
/// <param name="At">Offset in seconds east of Greenwich and abbreviation at a number of seconds since 1970.</param>
internal sealed record GoZone(string Name, Func<long, (int Offset, string Abbreviation)> At)
{
    /// <summary>The zone of every date that names none.</summary>
    public static readonly GoZone Utc = new("UTC", _ => (0, "UTC"));

    /// <summary>A zone whose clocks are never changed.</summary>
    public static GoZone Fixed(string name, int offset) => new(name, _ => (offset, name));
}
