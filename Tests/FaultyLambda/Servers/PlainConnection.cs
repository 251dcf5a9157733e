using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using System.Text.Unicode;
using FaultyLambda.Answers;

namespace FaultyLambda.Servers;

/// <summary>A connection by which requests come as they are.</summary>
internal static class PlainConnection
{
    public static async Task ServeAsync(Stream connection, Answerer answerer)
    {
        await using var stream = new BufferedStream(connection, 65536);
        var behaviour = answerer.Behaviour;
        while (await HttpRequest.ReadHeadAsync(stream) is { } head)
        {
            if (behaviour.StreamsBack)
            {
                await StreamBackAsync(connection, head);
                continue;
            }

            if (behaviour.NotesEnd is { } file)
            {
                await connection.WriteAsync("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nhi\r\n"u8.ToArray());
                await NoteEndAsync(stream, file);
                return;
            }

            var answer = await AnswerAsync(head, answerer);
            if (answer.Bytes is not { } bytes)
                return;
            await connection.WriteAsync(bytes.AsMemory(0, answer.Sent));
            var ends = answer.Sent < bytes.Length || behaviour.Closes;
            if (ends)
                await connection.DisposeAsync();
            answerer.AfterAnswer();
            if (ends)
                return;
        }
    }

    private static async Task<Answer> AnswerAsync(HttpRequest head, Answerer answerer)
    {
        var behaviour = answerer.Behaviour;
        var request = new Request(head.Method, head.Target, [.. behaviour.TellsBytes ? head.Headers : head.Headers.Select(Text)], []);
        if (behaviour.Mirrors)
            request = request with { Body = await head.ReadBodyAsync() };
        else if (!behaviour.IgnoresBody)
            request = await WeighAsync(request, head);
        await answerer.PrepareAsync(request);
        if (behaviour.ClosesWithoutAnswer)
            return Answer.None;

        // What is no envelope is sent as it is
        var answer = behaviour.Raw is { } raw && raw[0] is not '{' ? Encoding.Latin1.GetBytes(raw) : HttpText.Write(answerer.Reply(request), head.Method);
        if (behaviour.Obeys && Faults.SpoilPlain(request, answer) is { } spoilt)
            return spoilt;
        return behaviour.Truncates || behaviour.ExitsWhileAnswering ? Answer.Half(answer) : Answer.Whole(answer);
    }

    // What only its length and digest are wanted of is not kept
    private static async Task<Request> WeighAsync(Request request, HttpRequest head)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var length = 0L;
        await foreach (var piece in head.ReadPiecesAsync())
        {
            hash.AppendData(piece.Span);
            length += piece.Length;
        }

        return request with { BodyLength = length, BodySha256 = Convert.ToHexString(hash.GetCurrentHash()) };
    }

    // Both directions at once
    private static async Task StreamBackAsync(Stream connection, HttpRequest request)
    {
        await connection.WriteAsync("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"u8.ToArray());
        await foreach (var piece in request.ReadPiecesAsync())
            await connection.WriteAsync((byte[])[.. Encoding.ASCII.GetBytes($"{piece.Length:x}\r\n"), .. piece.Span, .. "\r\n"u8]);
        await connection.WriteAsync("0\r\n\r\n"u8.ToArray());
    }

    private static async Task NoteEndAsync(Stream stream, string file)
    {
        try
        {
            while (await stream.ReadAsync(new byte[1]) == 1)
            {
            }
        }
        catch (IOException exception) when (exception.InnerException is SocketException)
        {
            // Reset, which is an end too
        }

        File.Create(file).Dispose();
    }

    // What the proxy sends as bytes, the echo tells as text
    private static KeyValuePair<string, string> Text(KeyValuePair<string, string> header)
    {
        var bytes = Encoding.Latin1.GetBytes(header.Value);
        return new(header.Key, Utf8.IsValid(bytes) ? Encoding.UTF8.GetString(bytes) : header.Value);
    }
}
