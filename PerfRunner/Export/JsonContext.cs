using System.Text.Json;
using System.Text.Json.Serialization;
using LocalLambdas.Manifests;
using PerfRunner.Building;
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
        typeof(CamelCaseEnumConverter<BuildFlavor>),
        typeof(CamelCaseEnumConverter<CommunicationMode>),
    ])]
[JsonSerializable(typeof(RunReport))]
internal sealed partial class JsonContext : JsonSerializerContext;

/// <summary>Source generation cannot state a naming policy for enums by an option.</summary>
internal sealed class CamelCaseEnumConverter<TEnum>() : JsonStringEnumConverter<TEnum>(JsonNamingPolicy.CamelCase)
    where TEnum : struct, Enum;
