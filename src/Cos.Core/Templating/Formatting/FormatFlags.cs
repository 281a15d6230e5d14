namespace Cos.Sdk.Templating.Formatting;

/// <summary>The flags, width and precision of a format verb.</summary>
internal sealed class FormatFlags
{
    public bool Minus { get; set; }

    public bool Plus { get; set; }

    public bool Sharp { get; set; }

    public bool Space { get; set; }

    public bool Zero { get; set; }

    /// <summary>Whether the verb is <c>%+v</c>.</summary>
    public bool PlusV { get; set; }

    /// <summary>Whether the verb is <c>%#v</c>.</summary>
    public bool SharpV { get; set; }

    /// <summary>The least number of runes; null when none was given.</summary>
    public int? Width { get; set; }

    /// <summary>The precision; null when none was given.</summary>
    public int? Precision { get; set; }

    /// <summary>Forgets everything.</summary>
    public void Clear()
    {
        (Minus, Plus, Sharp, Space, Zero, PlusV, SharpV) = (false, false, false, false, false, false, false);
        (Width, Precision) = (null, null);
    }
}
