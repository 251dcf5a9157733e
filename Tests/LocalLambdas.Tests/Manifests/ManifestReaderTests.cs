using System.Text;
using LocalLambdas.Manifests;

namespace LocalLambdas.Tests.Manifests;

public sealed class ManifestReaderTests : IDisposable
{
    private readonly ManifestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Every_element_reaches_the_definition_in_any_order()
    {
        Directory.CreateDirectory(_folder["data"]);
        var manifest = _folder.Read(
            """
            <?xml version="1.0" encoding="utf-8"?>
            <!-- one of each -->
            <manifest>
              <process>
                <max_queue>7</max_queue>
                <warm_spares>3</warm_spares>
                <max_concurrency>2</max_concurrency>
                <idle_timeout>10m</idle_timeout>
                <request_timeout> 1.5s </request_timeout>
                <start_timeout>500ms</start_timeout>
                <start>eager</start>
                <transport>unix</transport>
                <protocol>http</protocol>
                <communication_mode>http</communication_mode>
                <working_dir>data/</working_dir>
                <pipe_name>p</pipe_name>
                <route>
                  /a/*
                </route>
                <arg>one</arg>
                <executable>service</executable>
                <arg>two</arg>
                <id>a.b-c_1</id>
              </process>
            </manifest>
            """);

        var lambda = Assert.Single(manifest.Lambdas);
        Assert.Equal(_folder.ManifestFile, manifest.File);
        Assert.Equal("a.b-c_1", lambda.Id);
        Assert.Equal(_folder.Service, lambda.Executable);
        Assert.Equal(["one", "two"], lambda.Arguments);
        Assert.Equal("/a/*", lambda.Route.Text);
        Assert.Equal("p", lambda.PipeName);
        Assert.Equal(_folder["data"], lambda.WorkingDirectory);
        Assert.Equal(CommunicationMode.Http, lambda.CommunicationMode);
        Assert.Equal((LambdaProtocol.Http, TransportKind.Unix), (lambda.Protocol, lambda.Transport));
        Assert.Equal(StartMode.Eager, lambda.StartMode);
        Assert.Equal(TimeSpan.FromMilliseconds(500), lambda.StartTimeout);
        Assert.Equal(TimeSpan.FromSeconds(1.5), lambda.RequestTimeout);
        Assert.Equal(TimeSpan.FromMinutes(10), lambda.IdleTimeout);
        Assert.Equal((2, 7, 3), (lambda.MaxConcurrency, lambda.MaxQueue, lambda.WarmSpares));
    }

    [Fact]
    public void Optional_elements_have_defaults()
    {
        var lambda = _folder.ReadProcess("");

        Assert.Empty(lambda.Arguments);
        Assert.Equal(_folder.Path, lambda.WorkingDirectory);
        Assert.Equal(CommunicationMode.Pipe, lambda.CommunicationMode);
        Assert.Equal(StartMode.OnDemand, lambda.StartMode);
        Assert.Equal(TimeSpan.FromSeconds(30), lambda.StartTimeout);
        Assert.Equal(TimeSpan.FromSeconds(30), lambda.RequestTimeout);
        Assert.Equal(Timeout.InfiniteTimeSpan, lambda.IdleTimeout);
        Assert.Equal((null, 100, 0), (lambda.MaxConcurrency, lambda.MaxQueue, lambda.WarmSpares));
    }

    [Theory]
    [InlineData("", "Auto", "Unix", false)]
    [InlineData("<protocol>auto</protocol><transport>unix</transport>", "Auto", "Unix", false)]
    [InlineData("<protocol>json</protocol>", "Json", "Unix", false)]
    [InlineData("<protocol>frames</protocol>", "Frames", "Unix", true)]
    [InlineData("<transport>tcp</transport><protocol>frames</protocol>", "Frames", "Tcp", true)]
    [InlineData("<communication_mode>http</communication_mode>", "Json", "Tcp", false)]
    [InlineData("<protocol>json</protocol><transport>tcp</transport><communication_mode>http</communication_mode>", "Json", "Tcp", false)]
    [InlineData("<protocol>http</protocol><communication_mode>http</communication_mode>", "Http", "Tcp", true)]
    [InlineData("<communication_mode>http</communication_mode><protocol>http</protocol><transport>unix</transport>", "Http", "Unix", true)]
    public void Protocol_and_transport_are_what_the_mode_leaves(string elements, string protocol, string transport, bool streams)
    {
        var lambda = _folder.ReadProcess(elements);

        Assert.Equal((protocol, transport, streams), (lambda.Protocol.ToString(), lambda.Transport.ToString(), lambda.Streams));
    }

    [Fact]
    public void Frames_need_no_pipe_name() => Assert.Equal(
        "",
        Assert.Single(_folder.Read("<manifest><process><id>a</id><executable>service</executable><route>/a</route><protocol>frames</protocol></process></manifest>").Lambdas).PipeName);

    [Fact]
    public void A_queue_may_have_no_places() => Assert.Equal(0, _folder.ReadProcess("<max_queue>0</max_queue>").MaxQueue);

    [Fact]
    public void Zero_is_an_idle_timeout() =>
        Assert.Equal(TimeSpan.Zero, _folder.ReadProcess("<idle_timeout>0</idle_timeout>").IdleTimeout);

    [Fact]
    public void Http_mode_needs_no_pipe_name_and_may_share_one()
    {
        var manifest = _folder.Read(
            $"""
            <manifest>
              {Process("a", "<pipe_name>same</pipe_name>")}
              {Process("b", "<pipe_name>same</pipe_name><communication_mode>http</communication_mode>")}
              {Process("c", "<communication_mode>http</communication_mode>")}
            </manifest>
            """);

        Assert.Equal(["same", "same", ""], manifest.Lambdas.Select(lambda => lambda.PipeName));
    }

    [Fact]
    public void Arguments_are_kept_exactly() =>
        Assert.Equal(
            ["", "", " ", " a b ", "<&>", "x\ny", "ab", "\u00e9\u6f22\U0001f600", "&#1;"],
            _folder.ReadProcess(
                "<arg/><arg></arg><arg> </arg><arg> a b </arg><arg>&lt;&amp;&gt;</arg><arg>x\r\ny</arg><arg>a<!-- c --><?p i?>b</arg>"
                + "<arg>\u00e9\u6f22\U0001f600</arg><arg><![CDATA[&#1;]]></arg>").Arguments);

    [Fact]
    public void A_value_may_be_written_with_comments_references_and_CDATA() =>
        Assert.Equal("/a/b", Assert.Single(_folder.Read(
            "<manifest><process><id>a</id><executable>service</executable><pipe_name>a</pipe_name>"
            + "<route> &#47;a<!-- no --><![CDATA[/]]>b </route></process></manifest>").Lambdas).Route.Text);

    [Fact]
    public void Lambdas_keep_the_order_of_the_file() =>
        Assert.Equal(
            Enumerable.Range(0, 1000).Select(i => $"l{i}"),
            _folder.Read($"<manifest>{string.Concat(Enumerable.Range(0, 1000).Select(i => Process($"l{i}", $"<pipe_name>l{i}</pipe_name>")))}</manifest>")
                .Lambdas.Select(lambda => lambda.Id));

    [Fact]
    public void A_relative_manifest_is_relative_to_the_current_directory()
    {
        _folder.Read($"<manifest>{Process("a", "<pipe_name>a</pipe_name>")}</manifest>");
        var relative = Path.GetRelativePath(Environment.CurrentDirectory, _folder.ManifestFile);

        var manifest = ManifestReader.Read(relative);

        Assert.Equal(_folder.ManifestFile, manifest.File);
        Assert.Equal(_folder.Service, Assert.Single(manifest.Lambdas).Executable);
    }

    [Theory]
    [InlineData("utf-8", true)]
    [InlineData("utf-8", false)]
    [InlineData("utf-16", true)]
    [InlineData("utf-16BE", true)]
    [InlineData("iso-8859-1", false)]
    public void The_encoding_is_recognised(string name, bool byteOrderMark)
    {
        var encoding = Encoding.GetEncoding(name);
        var text = $"<?xml version=\"1.0\" encoding=\"{name}\"?><manifest>{Process("a", "<pipe_name>a</pipe_name><arg>é</arg>")}</manifest>";
        File.WriteAllBytes(_folder.ManifestFile, [.. byteOrderMark ? encoding.GetPreamble() : [], .. encoding.GetBytes(text)]);

        Assert.Equal(["é"], Assert.Single(ManifestReader.Read(_folder.ManifestFile).Lambdas).Arguments);
    }

    private static string Process(string id, string elements) =>
        $"<process><id>{id}</id><executable>service</executable><route>/{id}</route>{elements}</process>";
}
