using System.Text;

namespace FaultyLambda.Answers;

/// <summary>Answers that are none. The same seed makes the same.</summary>
internal static class Garbage
{
    private const int MostBytes = 64 * 1024;

    // None may ever be taken for an answer to anybody
    private static readonly byte[][] Envelopes =
    [
        "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nwrong"u8.ToArray(),
        """{"status":200,"headers":{"x":"a\r\nContent-Length: 0\r\n\r\nHTTP/1.1 200 OK"},"body":""}"""u8.ToArray(),
        """{"status":200,"headers":{"a b":"c"},"body":""}"""u8.ToArray(),
        """{"status":99,"headers":{},"body":""}"""u8.ToArray(),
        """{"status":1000,"headers":{},"body":""}"""u8.ToArray(),
        """{"status":200,"body":"***"}"""u8.ToArray(),
        """{"status":200}{"status":200}"""u8.ToArray(),
        """[{"status":200}]"""u8.ToArray(),
        [.. """{"status":200,"headers":{"x":"""u8, (byte)'"', 0xC3, 0x28, (byte)'"', .. "}}"u8],
        Encoding.UTF8.GetBytes($$"""{"status":200,"x":{{new string('[', 1000)}}{{new string(']', 1000)}}}"""),
    ];

    private static readonly byte[][] Responses =
    [
        "HTTP/1.1 200 OK\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nwrong\r\n0\r\n\r\n"u8.ToArray(),
        "HTTP/1.1 200 OK\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nwrong!"u8.ToArray(),
        "HTTP/1.1 200 OK\r\nx: a\nContent-Length: 5\r\n\r\nwrong"u8.ToArray(),
        "HTTP/1.1 200 OK\r\nx: a\r\n b\r\nContent-Length: 5\r\n\r\nwrong"u8.ToArray(),
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nfive\r\nwrong\r\n0\r\n\r\n"u8.ToArray(),
        "HTTP/1.1 101 Switching Protocols\r\nUpgrade: wrong\r\n\r\nwrong"u8.ToArray(),
        "HTTP/3.0 200 OK\r\nContent-Length: 5\r\n\r\nwrong"u8.ToArray(),
        "HTTP/1.1 100 Continue\r\n\r\nwrong"u8.ToArray(),
        Encoding.ASCII.GetBytes($"HTTP/1.1 200 OK\r\nx: {new string('x', 70_000)}\r\n\r\n"),
    ];

    /// <summary>What nobody has asked for.</summary>
    public static ReadOnlySpan<byte> SecondResponse => "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nwrong"u8;

    public static Answer Envelope(int seed) => Of(Envelopes, seed);

    public static Answer Response(int seed) => Of(Responses, seed);

    /// <summary>HTTP mode: a right answer, and in the same piece a second one that nobody has asked for.</summary>
    public static Answer Surplus(byte[] envelope)
    {
        var head = Encoding.ASCII.GetBytes($"HTTP/1.1 200 OK\r\nContent-Length: {envelope.Length}\r\n\r\n");
        return Answer.Whole([.. head, .. envelope, .. "HTTP/1.1 200 OK\r\nContent-Length: 14\r\n\r\n{\"status\":200}"u8]) with { IsUnframed = true };
    }

    /// <summary>HTTP mode: nothing like HTTP.</summary>
    public static Answer Noise(int seed) => Answer.Whole([.. "NOISE\r\n\r\n"u8, .. Bytes(new(seed))]) with { IsUnframed = true };

    private static Answer Of(byte[][] garbage, int seed)
    {
        var random = new Random(seed);
        var choice = random.Next(garbage.Length + 2);
        return choice < garbage.Length ? Answer.Whole(garbage[choice])
            : choice == garbage.Length ? Answer.None
            : Answer.Whole(Bytes(random));
    }

    private static byte[] Bytes(Random random)
    {
        var bytes = new byte[random.Next(1, MostBytes)];
        random.NextBytes(bytes);
        return bytes;
    }
}
