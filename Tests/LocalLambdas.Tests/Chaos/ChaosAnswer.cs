using System.Text.Json;

namespace LocalLambdas.Tests.Chaos;

/// <summary>An answer as it came over the wire, and what is wrong with it.</summary>
internal sealed record ChaosAnswer(int Status, IReadOnlyDictionary<string, string> Headers, byte[] Body)
{
    private const string ProblemPrefix = "urn:local_lambdas:";

    // docs/protocol.md; of those the ones that a legal request to an existing route may meet
    private static readonly Dictionary<string, int> Documented = new()
    {
        ["start-failed"] = 503,
        ["start-timeout"] = 503,
        ["backing-off"] = 503,
        ["stopped"] = 503,
        ["lambda-unreachable"] = 503,
        ["connection-lost"] = 502,
        ["bad-envelope"] = 502,
        ["bad-frame"] = 502,
        ["bad-response"] = 502,
        ["request-timeout"] = 504,
    };

    /// <summary>The connection was closed within the body: nobody can take it for the whole, as it is shorter than it says.</summary>
    public bool IsBrokenOff { get; init; }

    /// <summary>What it is, for the report: <c>200</c>, or a status with the type of its problem.</summary>
    public string Kind => IsBrokenOff ? "broken off" : Status == 200 ? "200" : $"{Status} {ProblemType() ?? "?"}";

    /// <summary>Null if it is right, or an error that is documented.</summary>
    public string? WrongFor(ChaosRequest request)
    {
        if (IsBrokenOff)
            return Status == 200 && request.Pad > 0 ? null : "broken off";
        try
        {
            return Status == 200 ? WrongEcho(request) : WrongProblem();
        }
        catch (Exception unreadable) when (unreadable is JsonException or InvalidOperationException or KeyNotFoundException)
        {
            return $"the body is no JSON of the right form: {unreadable.Message}";
        }
    }

    private string? WrongEcho(ChaosRequest request)
    {
        if (!request.MayBeAnswered)
            return $"answered in spite of {request.Fault}";
        using var json = JsonDocument.Parse(Body);
        var echo = json.RootElement;
        return echo.GetProperty("name").GetString() != request.Lambda.Id ? $"answered by {echo.GetProperty("name")}"
            : echo.GetProperty("uri").GetString() != request.Uri ? $"the answer to {echo.GetProperty("uri")}"
            : echo.GetProperty("bodySha256").GetString() != request.BodySha256 ? "another body arrived"
            : request.Pad > 0 && echo.GetProperty("pad").GetString()!.Length != request.Pad ? "another length"
            : !Headers.TryGetValue("x-nonce", out var nonce) || nonce != request.Nonce ? $"the head of the answer to {nonce}"
            : null;
    }

    private string? WrongProblem()
    {
        using var json = JsonDocument.Parse(Body);
        return !Headers.TryGetValue("content-type", out var type) || type != "application/problem+json" ? $"content type {type}"
            : json.RootElement.GetProperty("status").GetInt32() != Status ? "another status in the body"
            : !Documented.TryGetValue(ProblemType() ?? "", out var status) || status != Status ? $"an undocumented problem {json.RootElement}"
            : null;
    }

    private string? ProblemType()
    {
        using var json = JsonDocument.Parse(Body);
        return json.RootElement.GetProperty("type").GetString() is { } type && type.StartsWith(ProblemPrefix, StringComparison.Ordinal)
            ? type[ProblemPrefix.Length..]
            : null;
    }
}
