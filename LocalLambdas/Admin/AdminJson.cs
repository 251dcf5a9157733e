using System.Text.Json;
using System.Text.Json.Serialization;

namespace LocalLambdas.Admin;

/// <summary>JSON of the admin endpoint without reflection.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(LambdaList))]
[JsonSerializable(typeof(LambdaStatus))]
[JsonSerializable(typeof(HealthStatus))]
[JsonSerializable(typeof(AdminProblem))]
internal sealed partial class AdminJson : JsonSerializerContext;
