using Fuzzing.Frames;
using LocalLambdas.Lambdas;
using LocalLambdas.Messages;
using LocalLambdas.Transports;
using LocalLambdas.Transports.Frames;
using Microsoft.AspNetCore.Http;

namespace Fuzzing.Targets;

/// <summary>
/// Frames as the proxy reads them, from HELLO to the end of the connection, with requests in flight: an answer is complete and right or none, whole and
/// byte by byte, and what is illegal ends the connection and is told once.
/// </summary>
internal sealed class ProxyFramesTarget : FuzzTarget
{
    private const int Requests = 3;

    public override IReadOnlyList<byte[]> Dictionary => Words.ResponseFrames;

    public override void Run(ReadOnlySpan<byte> input)
    {
        var bytes = input.ToArray();
        var model = new ProxyModel(Requests, RawFrame.Split(input, out var isIllegal, out _), isIllegal);
        RunAsync(bytes, bytes.Length, model).GetAwaiter().GetResult();
        RunAsync(bytes, 1, model).GetAwaiter().GetResult();
    }

    private static async Task RunAsync(byte[] input, int piece, ProxyModel model)
    {
        var complaints = new List<string>();
        var stream = new PiecesStream(input, piece);
        using var connection = new FrameConnection(stream, new(default, TimeSpan.FromHours(1), complaints.Add, _ => { }), new StartRecord(TimeProvider.System));
        var asked = Enumerable.Range(1, Requests).Select(number => AskAsync(connection, number)).ToArray();

        // All of it happens here: the stream never lets wait
        connection.Begin();
        Invariant.Holds(asked.All(answer => answer.IsCompleted), "a request was left in flight");
        foreach (var (answer, expected) in asked.Zip(model.Streams))
            await CheckAsync(answer, expected);
        Invariant.Holds(complaints.Count == (model.IsIllegal ? 1 : 0), $"told of: {string.Join(", ", complaints)}");
        CheckSent(stream.Written());
    }

    private static Task<LambdaResponse> AskAsync(FrameConnection connection, int number)
    {
        var exchange = connection.Open(new LambdaRequest("GET", $"/{number}", new HeaderDictionary(), RequestBody.None), null, isWhole: true);
        exchange.CancelWith(CancellationToken.None);
        return exchange.Task.AsTask();
    }

    private static async Task CheckAsync(Task<LambdaResponse> asked, ProxyModel.ModelStream expected)
    {
        LambdaResponse answer;
        try
        {
            answer = await asked;
        }
        catch (TransportException)
        {
            Invariant.Holds(!expected.IsComplete, "an answer was lost");
            return;
        }

        Invariant.Holds(expected.Head is { } head && $"{answer.Status}" == head.First && answer.Headers.SequenceEqual(head.Headers), "the head of another answer");
        var (body, isWhole) = await ReadAsync(answer);
        Invariant.Holds(expected.Body.Take(body.Length).SequenceEqual(body), "another body");
        Invariant.Holds(isWhole == expected.IsComplete, isWhole ? "part of an answer was taken for the whole" : "a whole answer broke off");
        Invariant.Holds(!isWhole || body.Length == expected.Body.Count, "a part of the body was taken for the whole");
    }

    private static async Task<(byte[] Body, bool IsWhole)> ReadAsync(LambdaResponse answer)
    {
        using var body = new MemoryStream();
        body.Write(answer.Body.Span);
        if (answer.Rest is not { } rest)
            return (body.ToArray(), true);
        await using (rest)
        {
            Invariant.Holds(rest.Length is null or >= 0, $"{rest.Length} bytes to come");
            var buffer = new byte[1000];
            try
            {
                while (await rest.ReadAsync(buffer, CancellationToken.None) is > 0 and var count)
                    body.Write(buffer, 0, count);
                return (body.ToArray(), true);
            }
            catch (TransportException)
            {
                return (body.ToArray(), false);
            }
        }
    }

    private static void CheckSent(byte[] bytes)
    {
        var frames = RawFrame.Split(bytes, out var isIllegal, out var left);
        Invariant.Holds(!isIllegal && left == 0, "an illegal frame was sent, or half of one");
        Invariant.Holds(frames.Count(frame => frame.Type == RawFrame.Request && RawHead.OfRequest(frame.Payload) is not null) == Requests, "not each request was sent");
        Invariant.Holds(frames.All(frame => frame.Type is RawFrame.Request or RawFrame.Credit or RawFrame.Cancel), "a frame that is not for a proxy to send");
    }
}
