using System.IO.Pipelines;
using System.Text;
using LocalLambdas.Messages;
using LocalLambdas.Transports.Http;
using Microsoft.AspNetCore.Http;
using Testing;

namespace LocalLambdas.Tests.Transports.Http;

/// <summary>The transport with a service that the test plays.</summary>
internal sealed class TransportFixture : IDisposable
{
    public const string Hi = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi";

    public TransportFixture(TimeSpan? timeout = null)
    {
        Transport = new(Service.EndPoint, new(null), timeout ?? Eventually.Limit);
        Transport.Begin(new(TimeProvider.System));
    }

    public ScriptedService Service { get; } = new();

    public HttpTransport Transport { get; }

    public static LambdaRequest Request(string method = "GET", string? body = null) =>
        new(method, "/x?q=1", new HeaderDictionary { ["Host"] = "h" }, body is null ? RequestBody.None : new(Encoding.UTF8.GetBytes(body)));

    /// <summary>A request whose body passes.</summary>
    public static LambdaRequest Request(Pipe body, long? length) => Request("POST") with { Body = new(body.Reader, length, null, new(null, null)) };

    public async Task<LambdaResponse> SendAsync(LambdaRequest? request = null, CancellationToken? cancellationToken = null) =>
        await Eventually.Within(Transport.ExchangeAsync(request ?? Request(), null, cancellationToken ?? TestContext.Current.CancellationToken).AsTask());

    /// <summary>One exchange over a connection that stays.</summary>
    public async Task<ScriptedService.Connection> WarmUpAsync()
    {
        var sending = SendAsync();
        var connection = await Service.AcceptAsync();
        await connection.ReadHeadAsync();
        await connection.SendAsync(Hi);
        Assert.Equal("hi", await TextAsync(await sending));
        return connection;
    }

    /// <summary>The whole body.</summary>
    public static async Task<string> TextAsync(LambdaResponse response)
    {
        using var body = new MemoryStream();
        body.Write(response.Body.Span);
        if (response.Rest is { } rest)
        {
            var buffer = new byte[7];
            while (await Eventually.Within(rest.ReadAsync(buffer, TestContext.Current.CancellationToken).AsTask()) is > 0 and var read) body.Write(buffer, 0, read);
            await rest.DisposeAsync();
        }

        return Encoding.Latin1.GetString(body.ToArray());
    }

    public void Dispose()
    {
        Transport.Dispose();
        Service.Dispose();
    }
}
