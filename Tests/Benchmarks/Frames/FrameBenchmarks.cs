using BenchmarkDotNet.Attributes;
using LambdaRuntime;
using LambdaRuntime.Frames;

namespace Benchmarks.Frames;

/// <summary>One request or answer in frames: written by one side, read by the other.</summary>
[MemoryDiagnoser]
public class FrameBenchmarks : IDisposable
{
    private readonly EnvelopeBuffer _output = new();
    private readonly FrameInput _input = new();
    private byte[] _request = [];
    private byte[] _response = [];

    [GlobalSetup]
    public void Write()
    {
        WriteRequest();
        _request = _output.Written.ToArray();
        WriteResponse();
        _response = _output.Written.ToArray();
    }

    [Benchmark]
    public int WriteRequest()
    {
        _output.Truncate(0);
        var head = HeadWriter.Request(_output, 1, SampleMessage.Method, SampleMessage.Uri);
        foreach (var (name, value) in SampleMessage.RequestHeaders)
            head.Field(name, value);
        head.TryEnd([], isEnd: true);
        return _output.Written.Length;
    }

    [Benchmark]
    public int ReadRequest()
    {
        var payload = Take(_request);
        RequestHead.Read(payload.Span, out var head);
        return head.Uri.Length + LengthOf(head.Fields);
    }

    [Benchmark]
    public int WriteResponse()
    {
        _output.Truncate(0);
        var head = HeadWriter.Response(_output, 1, 200);
        foreach (var (name, value) in SampleMessage.ResponseHeaders)
            head.Field(name, value);
        head.TryEnd(SampleMessage.Body, isEnd: true);
        return _output.Written.Length;
    }

    [Benchmark]
    public int ReadResponse()
    {
        var payload = Take(_response);
        ResponseHead.Read(payload.Span, out var head);
        return head.Body.Length + LengthOf(head.Fields);
    }

    [GlobalCleanup]
    public void Dispose()
    {
        _output.Dispose();
        GC.SuppressFinalize(this);
    }

    private ReadOnlyMemory<byte> Take(byte[] frame)
    {
        frame.CopyTo(_input.Free());
        _input.Advance(frame.Length);
        _input.TryRead(out _, out var payload, out _);
        return payload;
    }

    private static int LengthOf(HeadFields fields)
    {
        var length = 0;
        while (fields.MoveNext())
            length += fields.Name.Length + fields.Value.Length;
        return length;
    }
}
