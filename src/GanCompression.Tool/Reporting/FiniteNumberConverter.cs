using System.Text.Json;
using System.Text.Json.Serialization;

namespace GanCompression.Tool.Reporting;

/// <summary>Writes numbers that JSON cannot hold (not a number, infinities) as <c>null</c> and reads <c>null</c> as not a number.</summary>
internal sealed class FiniteNumberConverter : JsonConverter<double>
{
    public override bool HandleNull => true;

    public override double Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.Null ? double.NaN : reader.GetDouble();

    public override void Write(Utf8JsonWriter writer, double value, JsonSerializerOptions options)
    {
        if (double.IsFinite(value))
            writer.WriteNumberValue(value);
        else
            writer.WriteNullValue();
    }
}
