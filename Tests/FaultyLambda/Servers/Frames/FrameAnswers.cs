using System.Text;
using FaultyLambda.Answers;

namespace FaultyLambda.Servers.Frames;

/// <summary>Sends an answer, or what the arguments and the request want in its place.</summary>
internal sealed class FrameAnswers(Answerer answerer)
{
    private Behaviour Behaviour => answerer.Behaviour;

    public async Task SendAsync(FrameServer server, FrameStream stream)
    {
        var request = stream.Request;
        await answerer.PrepareAsync(request);
        var fault = Behaviour.Obeys ? Faults.Of(request) : null;
        if (Behaviour.ClosesWithoutAnswer)
        {
            server.Close();
        }
        else if (Behaviour.Truncates || Behaviour.ExitsWhileAnswering || fault is Faults.Truncate)
        {
            var frame = Frame.OfResponse(stream.Id, answerer.Reply(request), [], isEnd: true);
            await server.SendAsync(frame.AsMemory(0, frame.Length / 2));
            server.Close();
        }
        else if (fault is Faults.Garbled or Faults.Noise)
        {
            await server.SendAsync(FrameGarbage.Of(stream.Id, request.Number("seed")));
        }
        else
        {
            await SendAsync(server, stream, answerer.Reply(request));
            if (Behaviour.FrameAfterAnswer is { } hex)
                await server.SendAsync(Convert.FromHexString(hex));
        }

        answerer.AfterAnswer();
    }

    private async Task SendAsync(FrameServer server, FrameStream stream, Reply reply)
    {
        if (Behaviour.GoesAway)
            await server.SendAsync(Frame.OfNumber(0, Frame.GoAway, stream.Id));

        if (reply.Spans is { } spans)
            await server.SendAsync(Frame.Of(stream.Id, Frame.Spans, Encoding.UTF8.GetBytes(spans)));

        if (Behaviour.EndsApart)
        {
            await server.SendAsync((byte[])[.. Frame.OfResponse(stream.Id, reply, [], isEnd: false), .. Frame.Of(stream.Id, Frame.Data, reply.Body, isEnd: true)]);
            return;
        }

        // A small one in one piece, as a lambda would
        var isSmall = reply.Body.Length <= Frame.MaxData && Behaviour is { Drips: null, Stalls: false, GivesUp: false };
        await server.SendAsync(Frame.OfResponse(stream.Id, reply, isSmall ? reply.Body : [], isSmall));
        if (isSmall)
            return;

        var pieces = Behaviour.Drips is null ? 1 : 4;
        for (var sent = 0; sent < reply.Body.Length;)
        {
            var count = Behaviour.Overspends ? Frame.MaxData : await stream.CreditAsync((reply.Body.Length / pieces) + 1);
            count = Math.Min(count, reply.Body.Length - sent);
            if (count > 0 && sent > 0 && Behaviour.Stalls)
                await stream.Over;
            if (count == 0 || stream.IsOver)
                return;
            if (sent > 0 && Behaviour.GivesUp)
            {
                await server.SendAsync(Frame.OfCancel(stream.Id, 3));
                return;
            }

            await server.SendAsync(Frame.Of(stream.Id, Frame.Data, reply.Body.AsSpan(sent, count), isEnd: sent + count == reply.Body.Length));
            sent += count;
            await Task.Delay(Behaviour.Drips ?? TimeSpan.Zero);
        }
    }
}
