using Testing;

namespace PipeService.Tests.Closures;

public sealed class AssemblyClosureTests
{
    [Fact]
    public void PipeService_has_no_HTTP_in_its_assembly_closure()
    {
        var closure = Closure("PipeService");

        Assert.Contains("System.Net.Sockets", closure);
        Assert.Contains("System.Private.CoreLib", closure);
        Assert.DoesNotContain(closure, IsHttp);
    }

    // The walker would find it if it were there
    [Fact]
    public void HttpService_has_HTTP_in_its_assembly_closure()
    {
        var closure = Closure("HttpService");

        Assert.Contains("Microsoft.AspNetCore.Server.Kestrel.Core", closure);
        Assert.Contains(closure, IsHttp);
    }

    [Fact]
    public void PipeService_has_no_package_reference() => Assert.Empty(Packages.Of("PipeService"));

    // The reader would find them if they were there
    [Fact]
    public void The_tests_have_package_references() =>
        Assert.Contains(Packages.Of("PipeService.Tests"), package => package.StartsWith("xunit.v3/", StringComparison.Ordinal));

    private static bool IsHttp(string name) =>
        name.StartsWith("Microsoft.AspNetCore", StringComparison.OrdinalIgnoreCase)
        || name.StartsWith("System.Net.Http", StringComparison.OrdinalIgnoreCase);

    private static IReadOnlySet<string> Closure(string project) =>
        AssemblyClosure.Of(Path.Combine(Artifacts.Output(project), project + ".dll"), SharedFramework.FoldersOf(project));
}
