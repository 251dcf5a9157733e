using System.Text.RegularExpressions;

namespace PerfRunner.Building;

/// <summary>Tells from the output of a build that failed whether the machine lacks something, and what to do about it.</summary>
internal static partial class BuildFailure
{
    /// <summary>What to do where there is no C compiler.</summary>
    public static readonly string LinkerRemedy =
        OperatingSystem.IsWindows() ? "install the workload \"Desktop development with C++\" of Visual Studio or of its Build Tools"
        : OperatingSystem.IsMacOS() ? "install the command line tools of Xcode: xcode-select --install"
        : "install clang or gcc, for instance: apt-get install clang zlib1g-dev (Debian, Ubuntu), dnf install clang zlib-devel (Fedora), "
            + "apk add clang build-base zlib-dev (Alpine)";

    public static BuildException From(string what, int exitCode, string output)
    {
        if (Linker().IsMatch(output))
        {
            return new BuildException($"there is no C compiler to link with: {LinkerRemedy}", BuildError.LinkerMissing);
        }

        return Package().Match(output) is { Success: true } missing
            ? new BuildException($"a package of the SDK cannot be restored ({missing.Value.Trim()}): make it available in a NuGet source", BuildError.PackageMissing)
            : new BuildException($"{what} failed with exit code {exitCode}:{Environment.NewLine}{output}");
    }

    // What the targets of Native AOT say before they compile, on every system; macOS has a clang that only says that the real one is missing.
    [GeneratedRegex("nativeaot-prerequisites|xcrun: error")]
    private static partial Regex Linker();

    // NU1101, NU1102, NU1103: no such package or version; only those that come with the SDK: of others the project is to blame. NU1301: a
    // source cannot be reached. NETSDK1094, 1203, 1204: the SDK knows no compiler for this system.
    [GeneratedRegex(
        @"NU110[123]: [^\r\n]*?Microsoft\.(?:DotNet\.ILCompiler|NETCore\.App\.|AspNetCore\.App\.Runtime)[^\r\n\[]*|(?:NU1301|NETSDK1094|NETSDK1203|NETSDK1204): [^\r\n\[]*",
        RegexOptions.IgnoreCase)]
    private static partial Regex Package();
}
