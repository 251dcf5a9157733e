using System.Reflection;
using System.Text.RegularExpressions;
using LocalLambdas.Hosting;
using Testing;

namespace LocalLambdas.Tests.Layout;

public partial class MethodOrderTests
{
    private const string Prefix = "local_lambdas_LocalLambdas_";

    private const BindingFlags Declared =
        BindingFlags.DeclaredOnly | BindingFlags.Instance | BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic;

    private static readonly string[] Names = File.ReadAllLines(Path.Combine(Artifacts.RepositoryRoot, "LocalLambdas", "Layout", "methods.txt"));

    [Fact]
    public void Each_method_has_one_place() => Assert.Equal(Names.Distinct(), Names);

    [Fact]
    public void Most_methods_of_the_proxy_that_have_a_place_exist()
    {
        var existing = typeof(ProxyHost).Assembly.GetTypes()
            .SelectMany(type => type.GetMembers(Declared).OfType<MethodBase>().Select(method => Mangled($"local_lambdas_{type.FullName}__{method.Name}")))
            .ToHashSet();
        var own = Names.Where(name => name.StartsWith(Prefix, StringComparison.Ordinal) && !name.Contains('<')).ToArray();
        var gone = own.Where(name => !existing.Contains(name) && !existing.Contains(Overload().Replace(name, ""))).ToArray();

        Assert.NotEmpty(own);
        Assert.True(gone.Length < own.Length / 4, $"LocalLambdas/Layout/methods.txt is too old, run record.sh beside it: {gone.Length} of {own.Length} are gone, {string.Join(", ", gone.Take(10))}");
    }

    // As the compiler writes names: all that is neither letter nor digit becomes an underscore, and overloads are numbered.
    private static string Mangled(string name) => NoLetterOrDigit().Replace(name, "_");

    [GeneratedRegex("[^A-Za-z0-9]")]
    private static partial Regex NoLetterOrDigit();

    [GeneratedRegex("_[0-9]+$")]
    private static partial Regex Overload();
}
