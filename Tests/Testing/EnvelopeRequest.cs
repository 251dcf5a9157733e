using System.Text;
using System.Text.Json.Nodes;

namespace Testing;

/// <summary>Request envelopes, written by another writer than the product's.</summary>
public static class EnvelopeRequest
{
    public static byte[] Write(string uri, byte[]? body = null, string method = "GET", params (string Name, string Value)[] headers) =>
        Encoding.UTF8.GetBytes(new JsonObject
        {
            ["method"] = method,
            ["uri"] = uri,
            ["headers"] = new JsonArray([.. headers.Select(header => new JsonArray(header.Name, header.Value))]),
            ["body"] = Convert.ToBase64String(body ?? []),
        }.ToJsonString());
}
