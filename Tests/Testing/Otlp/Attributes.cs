using System.Globalization;
using Testing.Otlp.Protocol;

namespace Testing.Otlp;

/// <summary>Attributes as text: what is asserted is what a person reads.</summary>
internal static class Attributes
{
    public static IReadOnlyDictionary<string, string> Read(IEnumerable<KeyValue> attributes) =>
        attributes.ToDictionary(attribute => attribute.Key, attribute => Text(attribute.Value));

    public static string Text(AnyValue value) => value.ValueCase switch
    {
        AnyValue.ValueOneofCase.StringValue => value.StringValue,
        AnyValue.ValueOneofCase.BoolValue => value.BoolValue ? "true" : "false",
        AnyValue.ValueOneofCase.IntValue => value.IntValue.ToString(CultureInfo.InvariantCulture),
        AnyValue.ValueOneofCase.DoubleValue => value.DoubleValue.ToString("R", CultureInfo.InvariantCulture),
        _ => "",
    };
}
