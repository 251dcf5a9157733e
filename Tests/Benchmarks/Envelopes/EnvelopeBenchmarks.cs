using BenchmarkDotNet.Attributes;
using LambdaRuntime;
using LocalLambdas.Messages;
using Microsoft.AspNetCore.Http;
using ProxyReader = LocalLambdas.Envelopes.EnvelopeReader;
using ProxyWriter = LocalLambdas.Envelopes.EnvelopeWriter;

namespace Benchmarks.Envelopes;

/// <summary>The same request and answer in JSON.</summary>
[MemoryDiagnoser]
public class EnvelopeBenchmarks : IDisposable
{
    private readonly EnvelopeBuffer _output = new();
    private readonly LocalLambdas.Messages.LambdaRequest _request = new(SampleMessage.Method, SampleMessage.Uri, Headers(), RequestBody.None);
    private readonly LambdaRuntime.LambdaResponse _response = Response();
    private byte[] _requestBytes = [];
    private byte[] _responseBytes = [];

    [GlobalSetup]
    public void Write()
    {
        WriteRequest();
        _requestBytes = _output.Written.ToArray();
        WriteResponse();
        _responseBytes = _output.Written.ToArray();
    }

    [Benchmark]
    public int WriteRequest()
    {
        _output.Truncate(0);
        ProxyWriter.Write(_output, _request);
        return _output.Written.Length;
    }

    [Benchmark]
    public int ReadRequest()
    {
        Envelope.TryReadRequest(_requestBytes, out var request, out _);
        return request!.Headers.Count;
    }

    [Benchmark]
    public int WriteResponse()
    {
        _output.Truncate(0);
        Envelope.WriteResponse(_output, _response);
        return _output.Written.Length;
    }

    [Benchmark]
    public int ReadResponse()
    {
        ProxyReader.Read(_responseBytes, out var response);
        return response!.Body.Length;
    }

    [GlobalCleanup]
    public void Dispose()
    {
        _output.Dispose();
        GC.SuppressFinalize(this);
    }

    private static HeaderDictionary Headers()
    {
        var headers = new HeaderDictionary();
        foreach (var (name, value) in SampleMessage.RequestHeaders)
            headers.Append(name, value);
        return headers;
    }

    private static LambdaRuntime.LambdaResponse Response()
    {
        var response = new LambdaRuntime.LambdaResponse { Body = SampleMessage.Body };
        foreach (var (name, value) in SampleMessage.ResponseHeaders)
            response.Headers.Add(name, value);
        return response;
    }
}
