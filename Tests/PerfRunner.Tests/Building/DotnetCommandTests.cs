using System.Collections;
using PerfRunner.Building;

namespace PerfRunner.Tests.Building;

public sealed class DotnetCommandTests
{
    [Fact]
    public void A_nested_build_does_not_inherit_the_outer_one()
    {
        Hashtable environment = new() { ["MSBuildSDKsPath"] = "x", ["MSBUILD_EXE_PATH"] = "x", ["PATH"] = "x", ["DOTNET_ROOT"] = "x" };

        Assert.Equal(["MSBUILD_EXE_PATH", "MSBuildSDKsPath"], DotnetCommand.VariablesToRemove(environment).Order(StringComparer.Ordinal));
    }
}
