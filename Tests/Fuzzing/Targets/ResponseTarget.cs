using System.Text;
using System.Text.RegularExpressions;
using Fuzzing.Frames;
using LocalLambdas.Transports.Http;

namespace Fuzzing.Targets;

/// <summary>
/// What a service in plain HTTP answers: read whole and byte by byte it is the same, and what is accepted .NET's own client understands in the same way, so
/// that nothing is taken of which it is not certain where it ends.
/// </summary>
internal sealed partial class ResponseTarget : FuzzTarget
{
    private const string Token = "!#$%&'*+-.^_`|~";

    private static readonly string[] Methods = ["GET", "HEAD"];

    private readonly HttpMessageInvoker _client;
    private byte[] _input = [];

    public ResponseTarget() => _client = new(new SocketsHttpHandler
    {
        ConnectCallback = (_, _) => new(new PiecesStream(_input, _input.Length)),
        UseProxy = false,
        UseCookies = false,
        AllowAutoRedirect = false,
        PooledConnectionLifetime = TimeSpan.Zero,
    });

    public override IReadOnlyList<byte[]> Dictionary => Words.Response;

    public override void Run(ReadOnlySpan<byte> input)
    {
        _input = input.ToArray();
        foreach (var method in Methods)
        {
            var whole = Answer.Read(_input, method, _input.Length);
            Invariant.Holds(whole.Text == Answer.Read(_input, method, 1).Text, $"in pieces: {Answer.Read(_input, method, 1).Text}\ninstead of: {whole.Text}");
            if (whole.Head is { } head)
                CheckHead(head);

            // A length that is said twice in one field it does not understand (RFC 9112, 6.3: a recipient may)
            if (whole is { Head: not null, IsComplete: true } && !LengthTwice().IsMatch(Encoding.Latin1.GetString(input)))
                CompareAsync(method, whole).GetAwaiter().GetResult();
        }
    }

    public override void Dispose()
    {
        _client.Dispose();
        base.Dispose();
    }

    private static void CheckHead(ResponseHead head)
    {
        Invariant.Holds(head.Status is >= 200 and <= 599, $"status {head.Status}");
        Invariant.Holds(!head.IsChunked || head.ContentLength is null, "a length beside chunks");
        foreach (var (name, value) in head.Headers)
        {
            Invariant.Holds(name.Length > 0 && name.All(c => char.IsAsciiLetterOrDigit(c) || Token.Contains(c)), $"header name '{name}'");
            Invariant.Holds(value.All(c => c is '\t' or (>= ' ' and not '\x7F')), $"header value '{value}'");
            Invariant.Holds(!name.Equals("content-length", StringComparison.OrdinalIgnoreCase) && !name.Equals("connection", StringComparison.OrdinalIgnoreCase), $"{name} is passed on");
        }
    }

    // It refuses more in heads, and less in bodies
    private async Task CompareAsync(string method, Answer ours)
    {
        using var request = new HttpRequestMessage(new(method), "http://a/");
        HttpResponseMessage response;
        try
        {
            response = await _client.SendAsync(request, CancellationToken.None);
        }
        catch (HttpRequestException)
        {
            return;
        }

        using (response)
        {
            Invariant.Holds((int)response.StatusCode == ours.Head!.Status, $"status {(int)response.StatusCode}, not {ours.Head.Status}");
            using var body = new MemoryStream();
            try
            {
                await response.Content.CopyToAsync(body);
            }
            catch (Exception broken) when (broken is HttpRequestException or HttpIOException)
            {
                throw new InvariantException($"complete with {ours.Body.Count} bytes, but: {broken.Message}");
            }

            Invariant.Holds(ours.Body.SequenceEqual(body.ToArray()), $"another body: {Encoding.Latin1.GetString(body.ToArray())}");
        }
    }

    [GeneratedRegex("content-length:[^\r]*,", RegexOptions.IgnoreCase)]
    private static partial Regex LengthTwice();

    /// <summary>What the transport makes of the bytes, as it reads them: a head behind any interim ones, then a body.</summary>
    private sealed class Answer(byte[] input, int piece)
    {
        private int _available = Math.Min(piece, input.Length);
        private int _begin;

        public ResponseHead? Head { get; private set; }

        public List<byte> Body { get; } = [];

        public bool IsComplete { get; private set; }

        // An illegal one may be noticed sooner, and is called otherwise then
        public string Text => _error is BadResponse.None || Head is not null
            ? $"{Head?.Status} {string.Join('|', Head?.Headers ?? [])} {Head?.KeepsOpen} {Convert.ToHexString([.. Body])} {IsComplete} {_error} {(IsComplete ? _begin : 0)}"
            : "illegal";

        private BadResponse _error;

        public static Answer Read(byte[] input, string method, int piece)
        {
            var answer = new Answer(input, piece);
            if (answer.ReadHead())
                answer.ReadBody(method);
            return answer;
        }

        private bool ReadHead()
        {
            while (true)
            {
                _error = ResponseHeadParser.Parse(input.AsSpan(_begin, _available - _begin), out var length, out var head);
                if (_error is not BadResponse.None)
                    return false;
                if (head is null)
                {
                    if (!Receive())
                        return false;
                    continue;
                }

                _begin += length;
                if (head.IsInterim)
                    continue;
                Head = head;
                return true;
            }
        }

        private void ReadBody(string method)
        {
            var body = new BodyDecoder(Head!.FramingOf(method), Head.ContentLength);
            while (!body.HasEnded)
            {
                _error = body.Next(input.AsSpan(_begin, _available - _begin), int.MaxValue, out var consumed, out var data);
                _begin += consumed;
                Body.AddRange(data);
                if (_error is not BadResponse.None)
                    return;
                if (consumed == 0 && !body.HasEnded && !Receive())
                    break;
            }

            IsComplete = body.HasEnded || body.Close();
        }

        private bool Receive()
        {
            if (_available == input.Length)
                return false;
            _available = Math.Min(_available + piece, input.Length);
            return true;
        }
    }
}
