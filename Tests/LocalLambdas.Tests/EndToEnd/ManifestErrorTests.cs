using Testing;

namespace LocalLambdas.Tests.EndToEnd;

/// <summary>That the program tells a bad manifest; each kind of it is tested where the manifest is read.</summary>
[Collection(ProxyCollections.First)]
public sealed class ManifestErrorTests : ProxyTest
{
    private const int BadManifest = 65;
    private const int NoManifest = 66;

    private static readonly string Process =
        $"<process>\n<id>a</id>\n<executable>{Artifacts.Executable("FaultyLambda")}</executable>\n<route>/a/*</route>\n<pipe_name>a</pipe_name>\n</process>";

    public static TheoryData<string, int, string> Manifests => new()
    {
        { "<manifest>\n<process>\n</manifest>", 3, "process" },
        { $"<manifest>\n{Process.Replace("<id>a</id>", "", StringComparison.Ordinal)}\n</manifest>", 2, "id" },
        { $"<manifest>\n{Process.Replace("pipe_name>", "pipe_nam>", StringComparison.Ordinal)}\n</manifest>", 6, "pipe_nam" },
        { $"<manifest>\n{Process}\n{Process.Replace("/a/*", "/b/*", StringComparison.Ordinal)}\n</manifest>", 9, "id" },
        { $"<manifest>\n{Process}\n{Process.Replace("<id>a", "<id>b", StringComparison.Ordinal)}\n</manifest>", 11, "route" },
        { $"<manifest>\n{Process.Replace("/a/*", " ", StringComparison.Ordinal)}\n</manifest>", 5, "route" },
        { "<manifest>\n<process>\n<id>a</id>\n<executable>./nowhere</executable>\n<route>/a</route>\n<pipe_name>a</pipe_name>\n</process>\n</manifest>", 4, "executable" },
        { $"<manifest>\n{Process.Replace("</process>", "<communication_mode>fax</communication_mode>\n</process>", StringComparison.Ordinal)}\n</manifest>", 7, "communication_mode" },
        { $"<manifest>\n{Process.Replace("</process>", "<start_timeout>soon</start_timeout>\n</process>", StringComparison.Ordinal)}\n</manifest>", 7, "start_timeout" },
        { "<processes/>", 1, "processes" },
    };

    [Theory, MemberData(nameof(Manifests))]
    public async Task A_bad_manifest_ends_the_proxy_with_one_line_that_names_file_line_and_element(string xml, int line, string element)
    {
        File.WriteAllText(Manifest.File, xml);

        var (exitCode, errors) = await RunAsync(Manifest.File);

        Assert.Equal(BadManifest, exitCode);
        var error = Assert.Single(errors);
        Assert.Contains($"manifest.xml({line})", error, StringComparison.Ordinal);
        Assert.Contains(element, error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_missing_manifest_is_named()
    {
        var file = Folder.File("nowhere.xml");

        var (exitCode, errors) = await RunAsync(file);

        Assert.Equal(NoManifest, exitCode);
        Assert.Contains("nowhere.xml", Assert.Single(errors), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_external_entity_is_refused_and_never_read()
    {
        var secret = Folder.File("secret.txt");
        File.WriteAllText(secret, "SECRET");
        File.WriteAllText(Manifest.File,
            $"<!DOCTYPE manifest [<!ENTITY x SYSTEM \"{new Uri(secret)}\">]>\n<manifest>{Process.Replace("/a/*", "/&x;", StringComparison.Ordinal)}</manifest>");

        var (exitCode, errors) = await RunAsync(Manifest.File);

        Assert.Equal(BadManifest, exitCode);
        var error = Assert.Single(errors);
        Assert.Contains("manifest.xml(1)", error, StringComparison.Ordinal);
        Assert.DoesNotContain("SECRET", error, StringComparison.Ordinal);
    }
}
