using System.Text.Json;
using System.Text.Json.Serialization;
using LocalLambdas.Admin;

namespace PerfRunner.Proxying;

/// <summary>Reads what the proxy's admin endpoint writes, with the proxy's own types; an answer without a field that has no default is refused.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(LambdaList))]
[JsonSerializable(typeof(LambdaStatus))]
internal sealed partial class AdminJsonContext : JsonSerializerContext;
