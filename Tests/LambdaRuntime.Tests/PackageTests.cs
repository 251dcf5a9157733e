using Testing;

namespace LambdaRuntime.Tests;

public sealed class PackageTests
{
    [Fact]
    public void LambdaRuntime_has_no_package_reference() => Assert.Empty(Packages.Of("LambdaRuntime"));
}
