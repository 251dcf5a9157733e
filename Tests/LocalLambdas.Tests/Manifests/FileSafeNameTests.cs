using LocalLambdas.Manifests;

namespace LocalLambdas.Tests.Manifests;

public sealed class FileSafeNameTests
{
    [Theory]
    [InlineData("a", true)]
    [InlineData("Pipe-Service_2.0", true)]
    [InlineData(".hidden", true)]
    [InlineData("", false)]
    [InlineData(".", false)]
    [InlineData("..", false)]
    [InlineData("a/b", false)]
    [InlineData("a\\b", false)]
    [InlineData("a b", false)]
    [InlineData("é", false)]
    [InlineData("a:b", false)]
    [InlineData("a\n", false)]
    public void A_name_needs_no_escaping_anywhere(string name, bool valid) => Assert.Equal(valid, FileSafeName.IsValid(name));

    [Theory]
    [InlineData(64, true)]
    [InlineData(65, false)]
    public void A_name_has_at_most_64_characters(int length, bool valid) => Assert.Equal(valid, FileSafeName.IsValid(new string('a', length)));
}
