using System.Text.Json.Nodes;
using Testing;

namespace PipeService.Tests;

public sealed class StartupTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_first_answer_tells_of_the_start()
    {
        var before = Nanoseconds();
        var address = LambdaPipe.FreshAddress();
        using var service = ServiceProcess.Start(Artifacts.Executable("PipeService"), new Dictionary<string, string> { ["PIPE_ADDRESS"] = address });

        var first = await AskAsync(address);
        var second = await AskAsync(address);

        var began = long.Parse((string)first["startup"]!["runtimeStartedUnixNano"]!, null);
        var accepting = long.Parse((string)first["startup"]!["acceptingUnixNano"]!, null);
        Assert.InRange(began, before, accepting);
        Assert.InRange(accepting, began, Nanoseconds());
        Assert.Null(second["startup"]);
    }

    private static long Nanoseconds() => (DateTime.UtcNow - DateTime.UnixEpoch).Ticks * TimeSpan.NanosecondsPerTick;

    private static async Task<JsonObject> AskAsync(string address)
    {
        await using var connection = await LambdaPipe.ConnectAsync(address, Cancellation);
        await connection.WriteAsync(EnvelopeRequest.Write("/pipe/"), Cancellation);
        using var answer = new MemoryStream();
        await connection.CopyToAsync(answer, Cancellation).WaitAsync(Eventually.Limit, Cancellation);
        return JsonNode.Parse(answer.ToArray())!.AsObject();
    }
}
