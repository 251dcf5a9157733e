using System.IO.Pipelines;
using System.Text;
using LocalLambdas.Messages;

namespace LocalLambdas.Tests.Messages;

/// <summary>A body whose rest comes when the test sends it.</summary>
internal sealed class FakeBody
{
    private readonly Pipe _pipe = new();

    public FakeBody(long? length = null)
    {
        Rest = new(_pipe.Reader.AsStream(), length);
        Rest.Hold(new Mark(() => IsDisposed = true));
    }

    public BodyRest Rest { get; }

    public bool IsDisposed { get; private set; }

    public async Task SendAsync(string text) => await _pipe.Writer.WriteAsync(Encoding.UTF8.GetBytes(text), TestContext.Current.CancellationToken);

    public void End(Exception? failure = null) => _pipe.Writer.Complete(failure);

    /// <summary>Reads what is left, as who answers a client does.</summary>
    public static async Task<string> ReadAsync(LambdaResponse response)
    {
        using var body = new MemoryStream();
        body.Write(response.Body.Span);
        var buffer = new byte[16];
        while (response.Rest is { } rest && await rest.ReadAsync(buffer, TestContext.Current.CancellationToken) is > 0 and var read)
            body.Write(buffer.AsSpan(0, read));
        if (response.Rest is not null)
            await response.Rest.DisposeAsync();
        return Encoding.UTF8.GetString(body.ToArray());
    }

    private sealed class Mark(Action onDispose) : IDisposable
    {
        public void Dispose() => onDispose();
    }
}
