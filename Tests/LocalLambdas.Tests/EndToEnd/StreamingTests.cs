using System.Net;
using System.Security.Cryptography;
using LocalLambdas.Tests.Chaos;

namespace LocalLambdas.Tests.EndToEnd;

/// <summary>Bodies that are larger than anybody should hold.</summary>
[Collection(ProxyCollections.Second)]
public sealed class StreamingTests : ProxyTest
{
    private const int Megabyte = 1024 * 1024;
    private const int Size = 200_000_000;

    // Of the proxy at rest it is about 50: what is far below the body is not the body.
    private const double Most = 150;

    public static bool IsLinux => OperatingSystem.IsLinux();

    [Theory(Skip = "Resident memory is read from /proc", SkipUnless = nameof(IsLinux)), InlineData("frames"), InlineData("plain"), InlineData("plain-unix")]
    public async Task An_upload_of_200_MB_does_not_cost_200_MB(string mode)
    {
        Manifest.Add("a", mode, "echo");
        var proxy = await StartAsync();
        using var body = new Pattern(Size);

        var sending = proxy.Client.PostAsync("/a/", new StreamContent(body), Cancellation);
        var most = await WatchAsync(proxy.Id, sending);
        using var response = await sending;

        var echo = await Echo.ReadAsync(response);
        Assert.Equal(Size, echo.BodyLength);
        Assert.Equal(body.Sha256, echo.BodySha256);
        Assert.True(most < Most, $"{most} MB");
    }

    [Theory(Skip = "Resident memory is read from /proc", SkipUnless = nameof(IsLinux)), InlineData("frames"), InlineData("plain"), InlineData("plain-unix")]
    public async Task A_download_of_200_MB_does_not_cost_200_MB(string mode)
    {
        Manifest.Add("a", mode, "big-answer", $"{Size}");
        var proxy = await StartAsync();

        var reading = ReadAsync(proxy.Client);
        var most = await WatchAsync(proxy.Id, reading);

        Assert.Equal(Size, await reading);
        Assert.True(most < Most, $"{most} MB");
    }

    [Theory, InlineData("frames"), InlineData("plain")]
    public async Task A_limit_may_be_set_for_what_passes(string mode)
    {
        Manifest.Add("a", mode, "echo");
        var proxy = await StartAsync(("MAX_STREAMED_BODY_BYTES", "100000"));

        using var small = await proxy.Client.PostAsync("/a/", new ByteArrayContent(new byte[100_000]), Cancellation);
        using var large = await proxy.Client.PostAsync("/a/", new ByteArrayContent(new byte[100_001]), Cancellation);

        Assert.Equal(100_000, (await Echo.ReadAsync(small)).BodyLength);
        await AssertProblemAsync(HttpStatusCode.RequestEntityTooLarge, large);
    }

    private static async Task<long> ReadAsync(HttpClient client)
    {
        using var response = await client.GetAsync("/a/", HttpCompletionOption.ResponseHeadersRead, Cancellation);
        await using var stream = await response.Content.ReadAsStreamAsync(Cancellation);
        var buffer = new byte[Megabyte];
        var length = 0L;
        while (await stream.ReadAsync(buffer, Cancellation) is > 0 and var read)
            length += read;
        return length;
    }

    private static async Task<double> WatchAsync(int proxy, Task until)
    {
        var most = 0d;
        while (!until.IsCompleted)
        {
            most = Math.Max(most, ProxyResources.ResidentMegabytes(proxy));
            await Task.WhenAny(until, Task.Delay(20, Cancellation));
        }

        return most;
    }

    /// <summary>So many bytes, which nobody holds.</summary>
    private sealed class Pattern(long size) : Stream
    {
        private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        private long _position;

        /// <summary>Of what was read until it was disposed of.</summary>
        public string Sha256 { get; private set; } = "";

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => size;

        public override long Position
        {
            get => _position;
            set => throw new NotSupportedException();
        }

        public override int Read(byte[] buffer, int offset, int count)
        {
            count = (int)Math.Min(count, size - _position);
            buffer.AsSpan(offset, count).Fill((byte)(_position % 251));
            _hash.AppendData(buffer, offset, count);
            _position += count;
            return count;
        }

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        protected override void Dispose(bool disposing)
        {
            if (Sha256.Length is 0) Sha256 = Convert.ToHexString(_hash.GetCurrentHash());
            _hash.Dispose();
            base.Dispose(disposing);
        }
    }
}
