using System.Text;
using System.Text.Json;
using FaultyLambda.Answers;

namespace FaultyLambda;

/// <summary>The bytes of an answer, and how the connection and the process end after them.</summary>
internal sealed class Answerer(Behaviour behaviour)
{
    private const int ExitCodeWhileAnswering = 3;

    // Of a request: comes back as a header of the answer
    private const string Nonce = "x-nonce";

    public Behaviour Behaviour => behaviour;

    public async Task<Answer> AnswerAsync(Request request)
    {
        await PrepareAsync(request);
        if (behaviour.ClosesWithoutAnswer)
            return Answer.None;

        var answer = behaviour.Raw is { } raw ? Encoding.UTF8.GetBytes(raw) : Envelope(Reply(request));
        if (behaviour.StartsWithByteOrderMark)
            answer = [.. Encoding.UTF8.Preamble, .. answer];
        if (behaviour.Obeys && Faults.Spoil(request, answer) is { } spoilt)
            return spoilt;
        return behaviour.Truncates || behaviour.ExitsWhileAnswering ? Answer.Half(answer) : Answer.Whole(answer);
    }

    /// <summary>What happens before there is an answer, in whichever protocol.</summary>
    public async Task PrepareAsync(Request request)
    {
        if (behaviour.FloodsOutput)
            Misbehaviour.FloodOutput();
        await Task.Delay(request.Delay);
        if (behaviour.ExitsAtFirstRequest is { } marker && Misbehaviour.IsFirst(marker))
            Environment.Exit(ExitCodeWhileAnswering);
        while (behaviour.HoldsUntil is { } file && !File.Exists(file))
            await Task.Delay(10);
        if (behaviour.Obeys)
            await Faults.CommitAsync(request);
    }

    public Reply Reply(Request request)
    {
        if (behaviour.Raw is { } raw)
            return Answers.Reply.Parse(raw);
        var headers = new List<KeyValuePair<string, string>> { new("content-type", behaviour.Mirrors ? "application/octet-stream" : "application/json") };
        headers.AddRange(behaviour.Headers);
        if (request.Header(Nonce) is { } nonce)
            headers.Add(new(Nonce, nonce));
        if (behaviour.IsTold)
            return Told.Answer(request, headers, EchoBody.Write(request, behaviour.Name));
        return new(200, headers, behaviour switch
        {
            { Mirrors: true } => request.Body,
            { BigAnswer: { } size } => Pattern(size),
            _ => EchoBody.Write(request, behaviour.Name),
        });
    }

    /// <summary>After the bytes have been handed to the operating system.</summary>
    public void AfterAnswer()
    {
        if (behaviour.ExitsWhileAnswering)
            Environment.Exit(ExitCodeWhileAnswering);
        if (behaviour.ExitsAfterAnswer || behaviour.TakesOne)
            Environment.Exit(0);
    }

    private static byte[] Envelope(Reply reply)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteNumber("status", reply.Status);
            json.WriteStartObject("headers");
            foreach (var (name, value) in reply.Headers)
                json.WriteString(name, value);
            json.WriteEndObject();
            json.WriteBase64String("body", reply.Body);
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
