using Fuzzing.Running;
using Testing;

namespace Fuzzing.Tests;

[Collection("targets")]
public class FuzzCommandTests
{
    [Theory]
    [InlineData, InlineData("none"), InlineData("envelope", "--seconds"), InlineData("envelope", "--seed", "x"), InlineData("envelope", "no-such-folder")]
    public void A_wrong_command_line_shows_the_usage(params string[] arguments)
    {
        var (code, output, error) = Run(arguments);

        Assert.Equal(64, code);
        Assert.Empty(output);
        Assert.Contains("TARGET", error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_run_tells_its_seed()
    {
        var (code, output, _) = Run("runtime", "--seconds", "0", "--seed", "7");

        Assert.Equal(0, code);
        Assert.Contains("seed 7", output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_is_run_alone_and_unchanged()
    {
        using var folder = new TempFolder();
        var file = folder.File("input");
        File.WriteAllText(file, "{}");

        var (code, output, _) = Run("envelope", file);

        Assert.Equal(0, code);
        Assert.Contains("holds", output, StringComparison.Ordinal);
    }

    private static (int Code, string Output, string Error) Run(params string[] arguments)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        var code = FuzzCommand.Run(arguments, output, error);
        return (code, output.ToString(), error.ToString());
    }
}
