using System.Text;
using Fuzzing.Frames;
using LambdaRuntime;
using LambdaRuntime.Frames;

namespace Fuzzing.Targets;

/// <summary>
/// Frames as a lambda reads them, from the first behind its HELLO to the end of the connection: what is legal gets the answers that it has to get,
/// whole and byte by byte, what is not ends the connection, and what is sent is legal.
/// </summary>
internal sealed class RuntimeFramesTarget : FuzzTarget
{
    private static readonly byte[] LongAnswer = new byte[RuntimeModel.LongAnswer];

    public override IReadOnlyList<byte[]> Dictionary => Words.RequestFrames;

    public override void Run(ReadOnlySpan<byte> input)
    {
        var bytes = input.ToArray();
        var model = new RuntimeModel(RawFrame.Split(input, out var isIllegal, out _), isIllegal);
        RunHeld(bytes, bytes.Length, model);
        RunHeld(bytes, 1, model);
        RunStreaming(bytes);
    }

    private static void RunHeld(byte[] input, int piece, RuntimeModel model)
    {
        var handled = new List<string>();
        var stream = new PiecesStream(input, piece);
        var server = new FrameServer(Channel(stream), Answer);
        server.Start();
        var error = server.Watch();

        Invariant.Holds((error != FrameError.None) == model.IsIllegal, $"{error}, but {(model.IsIllegal ? "a frame is illegal" : "all frames are legal")}");
        var sent = new SentAnswers(stream.Written());

        // A thread that was held up is taken for a handler that blocks: then others run the handlers, and in no order
        if (!server.Policy.IsInline)
            return;
        Invariant.Holds(handled.SequenceEqual(model.Handled), $"handled: {string.Join('\n', handled)}\ninstead of: {string.Join('\n', model.Handled)}");
        Invariant.Holds(sent.Complete.SequenceEqual(model.Answered), $"answered: {string.Join(' ', sent.Complete)}, instead of {string.Join(' ', model.Answered)}");
        Invariant.Holds(sent.Bytes.Count == model.Sent.Count && sent.Bytes.All(answer => model.Sent[answer.Key] == answer.Value), "other answers, or more of them than there was credit for");

        ValueTask<LambdaResponse> Answer(LambdaRequest request, CancellationToken cancellationToken)
        {
            handled.Add(new RawHead(request.Method, request.Uri, [.. request.Headers], request.Body.ToArray()).Text);
            return new(new LambdaResponse { Body = request.Uri == RuntimeModel.LongUri ? LongAnswer : request.Body });
        }
    }

    // When they are broken off is a matter of chance
    private static void RunStreaming(byte[] input)
    {
        var stream = new PiecesStream(input, input.Length);
        var server = new FrameServer(Channel(stream), Answer) { IsStreaming = true };
        server.Start();
        server.Watch();
        _ = new SentAnswers(stream.Written());

        static ValueTask<LambdaResponse> Answer(LambdaRequest request, CancellationToken cancellationToken) =>
            new(LambdaResponse.Streamed((body, cancellation) => CopyAsync(request.BodyStream, body, cancellation)));
    }

    private static async Task CopyAsync(Stream from, Stream to, CancellationToken cancellationToken)
    {
        try
        {
            await from.CopyToAsync(to, cancellationToken);
        }
        catch (IOException)
        {
            // The connection has ended
        }
    }

    private static Channel Channel(PiecesStream stream) => new(stream, "unix", Encoding.ASCII.GetBytes("token"), () => { });
}
