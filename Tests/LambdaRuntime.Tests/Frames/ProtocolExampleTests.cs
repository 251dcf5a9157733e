using System.Text.RegularExpressions;
using LambdaRuntime.Frames;
using Testing;

namespace LambdaRuntime.Tests.Frames;

public sealed partial class ProtocolExampleTests
{
    [Fact]
    public void The_example_of_the_specification_is_what_is_written()
    {
        using var lambda = new EnvelopeBuffer();
        using var proxy = new EnvelopeBuffer();
        FrameWriter.WriteHello(lambda, new(1795429141570201100, 1795429141575824200, []));
        var request = HeadWriter.Request(proxy, 1, "POST", "/x");
        request.Field("Host", "localhost");
        Assert.True(request.TryEnd([], isEnd: false));
        FrameWriter.WriteData(proxy, 1, "yes"u8, isEnd: true);
        var response = HeadWriter.Response(lambda, 1, 200);
        response.Field("ETag", "\"abcd\"");
        Assert.True(response.TryEnd("hi"u8, isEnd: true));

        var (toLambda, fromLambda) = Example();

        Assert.Equal(Convert.ToHexString(proxy.Written.Span), toLambda);
        Assert.Equal(Convert.ToHexString(lambda.Written.Span), fromLambda);
    }

    // A line begins a frame unless it is indented further; up to four spaces stand between two bytes, more before the text
    private static (string ToLambda, string FromLambda) Example()
    {
        var (toLambda, fromLambda, isToLambda) = ("", "", false);
        var page = File.ReadAllText(Path.Combine(Artifacts.RepositoryRoot, "docs", "protocol.md"));
        foreach (var line in page.Split("```hex")[1].Split("```")[0].Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            if (!line.StartsWith("    ", StringComparison.Ordinal))
                isToLambda = line.StartsWith('>');
            var bytes = Bytes().Match(line).Value.Replace(" ", "", StringComparison.Ordinal).TrimStart('>');
            if (isToLambda)
                toLambda += bytes;
            else
                fromLambda += bytes;
        }

        return (toLambda, fromLambda);
    }

    [GeneratedRegex("^>?( {1,4}[0-9A-F]{2}(?= ))+")]
    private static partial Regex Bytes();
}
