namespace FaultyLambda.Servers.Frames;

/// <summary>Frames that are none. The same seed makes the same.</summary>
internal static class FrameGarbage
{
    public static byte[] Of(uint stream, int seed)
    {
        var random = new Random(seed);
        byte[][] choices =
        [
            Frame.Of(stream, 99, []),
            Frame.Of(stream, Frame.Response, [200, 0, 5, 0]),
            Frame.Of(stream, Frame.Response, [99, 0, 0, 0], isEnd: true),
            Frame.Of(stream, Frame.Data, "no head was before"u8),
            Frame.Of(stream, Frame.Response, [200, 0, 1, 0, 1, 0, 1, 0, 0, 0, 0xFF, 0x20], isEnd: true),
            Frame.Of(0, Frame.Response, [200, 0, 0, 0], isEnd: true),
            Frame.Of(stream + 1000, Frame.Response, [200, 0, 0, 0], isEnd: true),
            Frame.OfNumber(stream, Frame.Credit, 0),
            Frame.OfHello(1, 2, ""),
            "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nwrong"u8.ToArray(),
        ];
        return choices[random.Next(choices.Length)];
    }
}
