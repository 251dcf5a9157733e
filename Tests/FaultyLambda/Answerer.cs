using System.Text;
using System.Text.Json;
using FaultyLambda.Answers;

namespace FaultyLambda;

/// <summary>The bytes of an answer, and how the connection and the process end after them.</summary>
internal sealed class Answerer(Behaviour behaviour)
{
    private const int ExitCodeWhileAnswering = 3;

    public bool ReadsToEndOfFile => behaviour.ReadsToEndOfFile;

    /// <summary>The announced answer, and how much of it is to be sent. Null: none.</summary>
    public async Task<(byte[]? Answer, int Sent)> AnswerAsync(ReadOnlyMemory<byte> envelope)
    {
        var request = Request.Parse(envelope);
        if (behaviour.FloodsOutput)
            Misbehaviour.FloodOutput();
        await Task.Delay(request.Delay);
        if (behaviour.ExitsAtFirstRequest is { } marker && Misbehaviour.IsFirst(marker))
            Environment.Exit(ExitCodeWhileAnswering);
        while (behaviour.HoldsUntil is { } file && !File.Exists(file))
            await Task.Delay(10);

        if (behaviour.ClosesWithoutAnswer)
            return (null, 0);

        var answer = behaviour.Raw is { } raw ? Encoding.UTF8.GetBytes(raw) : Envelope(request);
        if (behaviour.StartsWithByteOrderMark)
            answer = [.. Encoding.UTF8.Preamble, .. answer];
        return (answer, behaviour.Truncates || behaviour.ExitsWhileAnswering ? answer.Length / 2 : answer.Length);
    }

    /// <summary>After the bytes have been handed to the operating system.</summary>
    public void AfterAnswer()
    {
        if (behaviour.ExitsWhileAnswering)
            Environment.Exit(ExitCodeWhileAnswering);
        if (behaviour.ExitsAfterAnswer)
            Environment.Exit(0);
    }

    private byte[] Envelope(Request request)
    {
        var body = behaviour switch
        {
            { Mirrors: true } => request.Body,
            { BigAnswer: { } size } => Pattern(size),
            _ => EchoBody.Write(request),
        };

        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteNumber("status", 200);
            json.WriteStartObject("headers");
            json.WriteString("content-type", behaviour.Mirrors ? "application/octet-stream" : "application/json");
            foreach (var (name, value) in behaviour.Headers)
                json.WriteString(name, value);
            json.WriteEndObject();
            json.WriteBase64String("body", body);
            json.WriteEndObject();
        }

        return buffer.ToArray();
    }

    private static byte[] Pattern(int size)
    {
        var bytes = new byte[size];
        for (var i = 0; i < size; i++)
            bytes[i] = (byte)(i % 251);
        return bytes;
    }
}
