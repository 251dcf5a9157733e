using System.Globalization;
using System.Security.Cryptography;
using Testing;

namespace PipeService.Tests;

public sealed class PipeServiceTests
{
    private static readonly string Program = Artifacts.Executable("PipeService");

    private readonly string _address = LambdaPipe.FreshAddress();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Answers(bool halfClose)
    {
        using var service = Start();

        var answer = await LambdaPipe.AskAsync(_address, EnvelopeRequest.Write("/pipe/x?q=1", method: "PUT"), Cancellation, halfClose);

        Assert.Equal(200, answer.Status);
        Assert.Equal("pipe-service", (string?)answer.Json["service"]);
        Assert.Equal("pipe", (string?)answer.Json["communication"]);
        Assert.Equal("""{"method":"PUT","uri":"/pipe/x?q=1"}""", answer.Json["request"]!.ToJsonString());
    }

    [Fact]
    public async Task Serves_two_clients_at_once()
    {
        using var service = Start();
        await using var slow = await LambdaPipe.ConnectAsync(_address, Cancellation);
        var envelope = EnvelopeRequest.Write("/pipe/slow");
        await slow.WriteAsync(envelope.AsMemory(0, 10), Cancellation);

        Assert.Equal(200, (await LambdaPipe.AskAsync(_address, EnvelopeRequest.Write("/pipe/fast"), Cancellation)).Status);
        await slow.WriteAsync(envelope.AsMemory(10), Cancellation);

        Assert.Equal(200, (await LambdaPipe.ReadAsync(slow, Cancellation)).Status);
    }

    [Fact]
    public async Task Carries_ten_megabytes_both_ways()
    {
        using var service = Start();
        var body = new byte[10_000_000];
        new Random(1).NextBytes(body);

        var answer = await LambdaPipe.AskAsync(_address, EnvelopeRequest.Write("/pipe/?bytes=10000000", body), Cancellation);

        Assert.Equal(10_000_000, answer.Body.Length);
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(body)), (string?)answer.Json["request"]!["bodySha256"]);
    }

    [Fact]
    public async Task Ends_with_0_when_it_is_told_to()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "There is no SIGTERM");
        using var service = Start();
        await using var idle = await LambdaPipe.ConnectAsync(_address, Cancellation);

        await service.TerminateAsync();

        Assert.Equal((0, ""), await service.ExitAsync(Cancellation));
        Assert.False(File.Exists(_address));
    }

    [Fact]
    public async Task Ends_when_its_parent_was_killed()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "A process is not told of its parent");
        using var parent = ServiceProcess.Start("sh", new Dictionary<string, string> { ["PIPE_ADDRESS"] = _address }, "-c", $"'{Program}'; true");
        await LambdaPipe.AskAsync(_address, EnvelopeRequest.Write("/pipe/"), Cancellation);

        parent.Kill();

        await Eventually.True(() => !File.Exists(_address), "the socket is gone");
    }

    [Fact]
    public async Task Ends_when_the_process_it_was_started_for_is_gone()
    {
        using var announced = ServiceProcess.Start(Program, new Dictionary<string, string> { ["PIPE_ADDRESS"] = LambdaPipe.FreshAddress() });
        using var service = Start(announced.Id.ToString(CultureInfo.InvariantCulture));
        await LambdaPipe.AskAsync(_address, EnvelopeRequest.Write("/pipe/"), Cancellation);

        announced.Kill();
        await announced.ExitAsync(Cancellation);

        Assert.Equal((0, ""), await service.ExitAsync(Cancellation));
    }

    [Fact]
    public async Task Ends_at_once_when_the_process_it_was_started_for_has_gone_already()
    {
        using var announced = ServiceProcess.Start(Program, new Dictionary<string, string>());
        await announced.ExitAsync(Cancellation);

        using var service = Start(announced.Id.ToString(CultureInfo.InvariantCulture));

        Assert.Equal((0, ""), await service.ExitAsync(Cancellation));
    }

    [Theory]
    [InlineData(null, null, "PIPE_ADDRESS is not set")]
    [InlineData("relative", null, "PIPE_ADDRESS is 'relative'")]
    [InlineData("", "me", "LAMBDA_PARENT_PID is 'me'")]
    public async Task Says_which_setting_is_unusable(string? address, string? parent, string expected)
    {
        var environment = new Dictionary<string, string>();
        if (address is not null)
            environment["PIPE_ADDRESS"] = address.Length > 0 ? address : _address;
        if (parent is not null)
            environment["LAMBDA_PARENT_PID"] = parent;
        using var service = ServiceProcess.Start(Program, environment);

        var (code, error) = await service.ExitAsync(Cancellation);

        Assert.Equal(64, code);
        Assert.StartsWith(expected, error, StringComparison.Ordinal);
        Assert.Single(error.TrimEnd().Split('\n'));
    }

    [Fact]
    public async Task Says_that_its_address_is_taken()
    {
        using var first = Start();
        await LambdaPipe.AskAsync(_address, EnvelopeRequest.Write("/pipe/"), Cancellation);
        using var second = Start();

        var (code, error) = await second.ExitAsync(Cancellation);

        Assert.Equal(69, code);
        Assert.Contains(_address, error, StringComparison.Ordinal);
        Assert.Single(error.TrimEnd().Split('\n'));
    }

    private ServiceProcess Start(string? announced = null)
    {
        var environment = new Dictionary<string, string> { ["PIPE_ADDRESS"] = _address };
        if (announced is not null)
            environment["LAMBDA_PARENT_PID"] = announced;
        return ServiceProcess.Start(Program, environment);
    }
}
