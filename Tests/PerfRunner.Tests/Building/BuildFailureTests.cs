using PerfRunner.Building;

namespace PerfRunner.Tests.Building;

public sealed class BuildFailureTests
{
    [Theory]
    [InlineData("X.targets(316,5): error : Platform linker ('clang' or 'gcc') not found in PATH. Ensure you have all the required prerequisites documented at https://aka.ms/nativeaot-prerequisites. [/r/A.csproj]")]
    [InlineData("xcrun: error: invalid active developer path (/Library/Developer/CommandLineTools), missing xcrun at: /Library/Developer/CommandLineTools/usr/bin/xcrun")]
    public void Without_a_linker_it_says_what_to_install(string output)
    {
        BuildException exception = BuildFailure.From("dotnet publish A", 1, output);

        Assert.Equal(BuildError.LinkerMissing, exception.Error);
        Assert.Contains("install", exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("A.csproj : error NU1101: Unable to find package Microsoft.NETCore.App.Crossgen2.linux-x64. No packages exist with this id in source(s): nuget.org [/r]", "Microsoft.NETCore.App.Crossgen2.linux-x64")]
    [InlineData("A.csproj : error NU1102: Unable to find package runtime.linux-x64.Microsoft.DotNet.ILCompiler with version (= 10.0.12)", "ILCompiler with version (= 10.0.12)")]
    [InlineData("A.csproj : error NU1102: Unable to find package Microsoft.AspNetCore.App.Runtime.linux-x64 with version (= 10.0.12)", "Microsoft.AspNetCore.App.Runtime.linux-x64")]
    [InlineData("A.csproj : error NU1301: Unable to load the service index for source https://nuget.example/index.json.", "https://nuget.example/index.json")]
    [InlineData("X.targets(1,2): error NETSDK1094: Unable to optimize assemblies for performance: a valid runtime package was not found.", "valid runtime package")]
    public void A_package_of_the_sdk_that_is_missing_is_named(string output, string named)
    {
        BuildException exception = BuildFailure.From("dotnet publish A", 1, output);

        Assert.Equal(BuildError.PackageMissing, exception.Error);
        Assert.Contains(named, exception.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("[/r]", exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("A.cs(1,1): error CS0103: The name 'x' does not exist")]
    [InlineData("A.csproj : error NU1101: Unable to find package HdrHistogramm. No packages exist with this id in source(s): nuget.org")]
    public void Any_other_failure_shows_the_whole_output(string output)
    {
        BuildException exception = BuildFailure.From("dotnet publish A", 1, output);

        Assert.Equal(BuildError.Failed, exception.Error);
        Assert.Contains(output, exception.Message, StringComparison.Ordinal);
    }
}
