using System.Text.Json;
using System.Text.Json.Serialization;
using PerfRunner.Results;

namespace PerfRunner.Export;

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    WriteIndented = true,
    NewLine = "\n",
    Converters =
    [
        typeof(CamelCaseEnumConverter<CaseStatus>),
        typeof(CamelCaseEnumConverter<RequestError>),
        typeof(CamelCaseEnumConverter<WarningKind>),
    ])]
[JsonSerializable(typeof(RunReport))]
internal sealed partial class JsonContext : JsonSerializerContext;

/// <summary>Source generation cannot state a naming policy for enums by an option.</summary>
internal sealed class CamelCaseEnumConverter<TEnum>() : JsonStringEnumConverter<TEnum>(JsonNamingPolicy.CamelCase)
    where TEnum : struct, Enum;
