using AppHost.Lambdas;
using Microsoft.Extensions.Logging;

namespace AppHost.Tests.Lambdas;

public class LambdaLogLineTests
{
    [Theory]
    [InlineData("09:41:07.512 info: LocalLambdas.Lambdas.Lambda[1] [pipe-service] hello", "pipe-service", LogLevel.Information, "hello")]
    [InlineData("2026-11-23T09:41:07.5120000Z 09:41:07.512 info: LocalLambdas.Lambdas.Lambda[1] [a.b_c] x", "a.b_c", LogLevel.Information, "x")]
    [InlineData("09:41:07.512 warn: LocalLambdas.Lambdas.Lambda[3] [one] start failed: x", "one", LogLevel.Warning, "start failed: x")]
    [InlineData("09:41:07.512 info: LocalLambdas.Lambdas.Lambda[1] [one] [two] x", "one", LogLevel.Information, "[two] x")]
    [InlineData("09:41:07.512 info: LocalLambdas.Lambdas.Lambda[1] [one] ", "one", LogLevel.Information, "")]
    public void Line_of_a_lambda_is_taken_apart(string line, string id, LogLevel level, string text)
    {
        Assert.True(LambdaLogLine.TryParse(line, out var parsed));
        Assert.Equal(new LambdaLogLine(id, level, text), parsed);
    }

    [Theory]
    [InlineData("Listening on http://127.0.0.1:3000")]
    [InlineData("[pipe-service] not from the logger")]
    [InlineData("09:41:07.512 warn: LocalLambdas.Forwarding.Forwarder[1] bad envelope of [pipe-service] text")]
    [InlineData("09:41:07.512 warn: LocalLambdas.Lambdas.Lambda[6] There is no /bin/sh")]
    [InlineData("")]
    public void Line_of_the_proxy_belongs_to_no_lambda(string line) => Assert.False(LambdaLogLine.TryParse(line, out _));

    [Fact]
    public void Line_goes_to_the_log_of_its_lambda_alone()
    {
        FakeLogger one = new(), two = new();
        Dictionary<string, ILogger> lambdas = new() { ["one"] = one, ["two"] = two };

        LambdaLogForwarder.Forward("09:41:07.512 fail: LocalLambdas.Lambdas.Lambda[1] [two] {0} is not a placeholder", lambdas);
        LambdaLogForwarder.Forward("09:41:07.512 info: LocalLambdas.Lambdas.Lambda[1] [three] unknown", lambdas);

        Assert.Empty(one.Lines);
        Assert.Equal([(LogLevel.Error, "{0} is not a placeholder")], two.Lines);
    }

    private sealed class FakeLogger : ILogger
    {
        public List<(LogLevel Level, string Text)> Lines { get; } = [];

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            Lines.Add((logLevel, formatter(state, exception)));
    }
}
