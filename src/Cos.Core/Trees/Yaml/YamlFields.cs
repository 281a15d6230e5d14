using System.Collections;

namespace Cos.Sdk.Trees.Yaml;

/// <summary>Keys and values in the order in which they shall be written.</summary>
internal sealed class YamlFields : IEnumerable<KeyValuePair<string, object?>>
{
    private readonly List<KeyValuePair<string, object?>> _fields = [];

    /// <summary>Adds a key; the caller sees to it that each is added once.</summary>
    public void Add(string key, object? value) => _fields.Add(new(key, value));

    /// <inheritdoc />
    public IEnumerator<KeyValuePair<string, object?>> GetEnumerator() => _fields.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
