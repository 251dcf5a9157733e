using System.Text.Json;
using System.Text.Json.Serialization;
using LocalLambdas.Admin;

namespace PerfRunner.Proxying;

/// <summary>Reads what the proxy's admin endpoint writes, with the proxy's own types. Another version of it may leave a field out.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(LambdaList))]
[JsonSerializable(typeof(LambdaStatus))]
internal sealed partial class AdminJsonContext : JsonSerializerContext;
