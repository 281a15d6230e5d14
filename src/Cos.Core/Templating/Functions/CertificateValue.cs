using Cos.Sdk.Templating.Runtime;

namespace Cos.Sdk.Templating.Functions;

/// <summary>A certificate and its key, both in PEM form.</summary>
internal sealed class CertificateValue(string certificate, string key) : GoObject
{
    /// <inheritdoc />
    public override GoType Type => GoType.Certificate;

    /// <inheritdoc />
    public override IReadOnlyList<KeyValuePair<string, object?>> Fields { get; } =
        [KeyValuePair.Create<string, object?>("Cert", certificate), KeyValuePair.Create<string, object?>("Key", key)];

    /// <inheritdoc />
    public override bool IsSame(GoObject other) => other is CertificateValue value && Fields.SequenceEqual(value.Fields);
}
