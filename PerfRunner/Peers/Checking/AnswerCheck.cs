using System.Net;
using System.Net.Sockets;
using PerfRunner.Load;

namespace PerfRunner.Peers.Checking;

/// <summary>Asks a contender before and after it is measured whether it does what it is measured for.</summary>
/// <param name="answer">The web service's own answer, without its time.</param>
internal sealed class AnswerCheck(string answer)
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(30);

    /// <summary>The services tell milliseconds.</summary>
    private static readonly TimeSpan ClockTick = TimeSpan.FromMilliseconds(2);

    /// <returns>The body that it answers with.</returns>
    /// <exception cref="PeerException">It does not answer, or not with 200.</exception>
    public static async Task<byte[]> AskAsync(Contender contender, CancellationToken cancellationToken)
    {
        using HttpClient http = new(Handler(contender.EndPoint)) { BaseAddress = contender.Url, Timeout = Timeout };
        using HttpRequestMessage request = new(contender.Upload is null ? HttpMethod.Get : HttpMethod.Post, contender.Path);
        request.Content = contender.Upload is { } body ? new ByteArrayContent(body) : null;
        if (contender.Cache == CacheExpectation.MustNotHit)
        {
            request.Headers.CacheControl = new() { NoStore = true };
        }

        try
        {
            using HttpResponseMessage response = await http.SendAsync(request, cancellationToken);
            byte[] received = await response.Content.ReadAsByteArrayAsync(cancellationToken);
            return response.StatusCode == HttpStatusCode.OK
                ? received
                : throw new PeerException($"{contender.Name} answers {(int)response.StatusCode}: {System.Text.Encoding.UTF8.GetString(received)}");
        }
        catch (HttpRequestException exception)
        {
            throw new PeerException($"{contender.Name} does not answer: {exception.Message}", exception);
        }
    }

    /// <exception cref="PeerException">It does not answer, gives another answer, or gives a stored one where it must not or a new one where it must not.</exception>
    public async Task VerifyAsync(Contender contender, CancellationToken cancellationToken)
    {
        byte[] first = await AskAsync(contender, cancellationToken);
        string expected = contender.Path == PeerSite.PipePath ? AnswerText.OfPipe(answer) : answer;
        if (AnswerText.WithoutTime(first) is var text && text != expected)
        {
            throw new PeerException($"{contender.Name} gives another answer than the service: {text} instead of {expected}");
        }

        if (contender.Cache == CacheExpectation.None)
        {
            return;
        }

        await Task.Delay(ClockTick, cancellationToken);
        byte[] second = await AskAsync(contender, cancellationToken);
        bool isStored = first.AsSpan().SequenceEqual(second);
        if (isStored != (contender.Cache == CacheExpectation.MustHit))
        {
            throw new PeerException($"{contender.Name} {(isStored ? "answers from a store" : "asks the service, although it has the answer")}");
        }
    }

    private static SocketsHttpHandler Handler(EndPoint endPoint) => new()
    {
        UseProxy = false,
        ConnectCallback = async (_, cancellationToken) =>
        {
            Socket socket = LoadSocket.Create(endPoint);
            try
            {
                await socket.ConnectAsync(endPoint, cancellationToken);
                return new NetworkStream(socket, ownsSocket: true);
            }
            catch
            {
                socket.Dispose();
                throw;
            }
        },
    };
}
