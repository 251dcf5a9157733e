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

    public static Answer Envelope(int seed)
    {
        var random = new Random(seed);
        var choice = random.Next(Envelopes.Length + 2);
        return choice < Envelopes.Length ? Answer.Whole(Envelopes[choice])
            : choice == Envelopes.Length ? Answer.None
            : Answer.Whole(Bytes(random));
    }

    /// <summary>HTTP mode: a right answer, and in the same piece a second one that nobody has asked for.</summary>
    public static Answer Surplus(byte[] envelope)
    {
        var head = Encoding.ASCII.GetBytes($"HTTP/1.1 200 OK\r\nContent-Length: {envelope.Length}\r\n\r\n");
        return Answer.Whole([.. head, .. envelope, .. "HTTP/1.1 200 OK\r\nContent-Length: 14\r\n\r\n{\"status\":200}"u8]) with { IsUnframed = true };
    }

    /// <summary>HTTP mode: nothing like HTTP.</summary>
    public static Answer Noise(int seed) => Answer.Whole([.. "NOISE\r\n\r\n"u8, .. Bytes(new(seed))]) with { IsUnframed = true };

    private static byte[] Bytes(Random random)
    {
        var bytes = new byte[random.Next(1, MostBytes)];
        random.NextBytes(bytes);
        return bytes;
    }
}
