using LocalLambdas.Manifests;

namespace LocalLambdas.Tests.Manifests;

public sealed class ManifestErrorTests : IDisposable
{
    private const string Complete = "<id>a</id><executable>service</executable><route>/a</route><pipe_name>a</pipe_name>";

    private readonly ManifestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    /// <summary>The error, its line and element, the whole manifest, and what the message says behind file and line.</summary>
    public static TheoryData<string, int, string?, string, string> Documents => new()
    {
        { nameof(ManifestError.MalformedXml), 1, null, "", "not well-formed XML (Root element is missing): correct" },
        { nameof(ManifestError.MalformedXml), 3, null, "<!--\n-->\n<?a\n?>", "Root element is missing" },
        { nameof(ManifestError.MalformedXml), 3, null, "<manifest>\n  <process>\n  </manifest>", "not well-formed XML (" },
        { nameof(ManifestError.MalformedXml), 2, null, "<manifest>\n  &undeclared;</manifest>", "undeclared" },
        { nameof(ManifestError.MalformedXml), 2, null, $"<manifest><process>{Complete}</process></manifest>\n<manifest/>", "not well-formed XML (" },
        { nameof(ManifestError.MalformedXml), 1, null, "<?xml version='1.0' encoding='klingon'?><manifest/>", "klingon" },
        { nameof(ManifestError.DocumentTypeDeclared), 1, null, "<!DOCTYPE manifest><manifest/>", "<!DOCTYPE" },
        { nameof(ManifestError.DocumentTypeDeclared), 5, null, "<?xml version='1.0'?>\n<!-- <!DOCTYPE\n-->\n\n<!DOCTYPE manifest><manifest/>", "never resolved" },
        { nameof(ManifestError.WrongRoot), 2, "process", "\n<process/>", "<process>: the root must be <manifest>: put" },
        { nameof(ManifestError.NoProcess), 2, "manifest", "<!-- -->\n<manifest/>", "<manifest>: there is no <process>: add" },
        { nameof(ManifestError.NoProcess), 1, "manifest", "<manifest>\n  <!-- <process/> -->\n</manifest>", "there is no <process>" },
        { nameof(ManifestError.UnknownElement), 2, "proces", "<manifest>\n<proces/></manifest>", "<proces>: is unknown here: did you mean <process>?" },
        { nameof(ManifestError.UnexpectedText), 4, "manifest", "<manifest>\n\n\n  text\n</manifest>", "<manifest>: the text 'text' stands between elements: remove" },
        { nameof(ManifestError.UnexpectedText), 1, "manifest", "<manifest><![CDATA[x]]></manifest>", "'x'" },
        { nameof(ManifestError.UnknownAttribute), 2, "manifest", "<manifest\n  version='1'/>", "<manifest>: the attribute 'version' is unknown: remove" },
        { nameof(ManifestError.UnknownAttribute), 1, "manifest", "<manifest xmlns='urn:x'/>", "'xmlns'" },
        { nameof(ManifestError.UnknownAttribute), 2, "process", "<manifest>\n<process id='a'/></manifest>", "<process>: the attribute 'id'" },
    };

    /// <summary>The error, its line and element, the content of a process that begins on line 2, and what the message says.</summary>
    public static TheoryData<string, int, string?, string, string> Processes => new()
    {
        { nameof(ManifestError.UnknownElement), 3, "rout", $"{Complete}\n<rout>/b</rout>", "<rout>: is unknown here: did you mean <route>?" },
        { nameof(ManifestError.UnknownElement), 2, "Working-Dir", $"{Complete}<Working-Dir/>", "did you mean <working_dir>?" },
        { nameof(ManifestError.UnknownElement), 2, "x", $"{Complete}<x><y/></x>", "use one of <id>, <executable>, <arg>, <route>," },
        { nameof(ManifestError.UnknownElement), 3, "b", $"{Complete}<arg>\n<b/></arg>", "<b>: <arg> holds text alone: remove" },
        { nameof(ManifestError.UnknownAttribute), 3, "arg", $"{Complete}\n<arg xml:space='preserve'> </arg>", "<arg>: the attribute 'xml:space'" },
        { nameof(ManifestError.UnexpectedText), 3, "process", $"{Complete}\n  stray", "<process>: the text 'stray'" },
        { nameof(ManifestError.DuplicateElement), 4, "route", $"{Complete}\n<start>eager</start>\n<route>/b</route>", "<route>: already stands on line 2 of this process: remove" },
        { nameof(ManifestError.MissingElement), 2, "id", "", "<id>: is missing from the <process> that begins on this line: add <id>my-lambda</id>" },
        { nameof(ManifestError.MissingElement), 2, "executable", "<id>a</id>", "<executable>: is missing from the <process> 'a' that begins" },
        { nameof(ManifestError.MissingElement), 2, "route", "<id>a</id>\n<executable>service</executable>\n", "add <route>/my-lambda/*</route>" },
        { nameof(ManifestError.MissingElement), 2, "pipe_name", "<id>a</id><executable>service</executable><route>/a</route>", "add <pipe_name>" },
        { nameof(ManifestError.EmptyValue), 3, "id", "\n<id/>", "<id>: is empty: give it a value, such as <id>my-lambda</id>" },
        { nameof(ManifestError.EmptyValue), 2, "executable", "<executable> </executable>", "<executable>: is empty" },
        { nameof(ManifestError.EmptyValue), 2, "route", "<route><!-- /a --></route>", "<route>: is empty" },
        { nameof(ManifestError.EmptyValue), 2, "pipe_name", "<communication_mode>http</communication_mode><pipe_name></pipe_name>", "is empty" },
        { nameof(ManifestError.EmptyValue), 2, "working_dir", "<working_dir/>", "is empty" },
        { nameof(ManifestError.EmptyValue), 2, "communication_mode", "<communication_mode/>", "is empty" },
        { nameof(ManifestError.EmptyValue), 2, "start", "<start/>", "is empty" },
        { nameof(ManifestError.EmptyValue), 2, "idle_timeout", "<idle_timeout>\n</idle_timeout>", "is empty" },
        { nameof(ManifestError.BadId), 2, "id", "<id>a b</id>", "<id>: 'a b' is no valid name: use 1 to 64" },
        { nameof(ManifestError.BadPipeName), 2, "pipe_name", "<pipe_name>../a</pipe_name>", "<pipe_name>: '../a' is no valid name" },
        { nameof(ManifestError.BadRoute), 2, "route", "<route>a</route>", "<route>: 'a' must begin with '/': write a path" },
        { nameof(ManifestError.BadValue), 2, "communication_mode", "<communication_mode>HTTP</communication_mode>", "'HTTP' is no communication mode: write pipe or http" },
        { nameof(ManifestError.BadValue), 2, "protocol", "<protocol>grpc</protocol>", "'grpc' is no protocol: write auto, json, frames or http" },
        { nameof(ManifestError.BadValue), 2, "transport", "<transport>udp</transport>", "'udp' is no transport: write unix or tcp" },
        { nameof(ManifestError.BadProtocol), 3, "protocol", $"{Complete}\n<protocol>http</protocol>", "<protocol>: 'http' is not spoken over a pipe: write auto, json or frames, or <communication_mode>http" },
        { nameof(ManifestError.BadProtocol), 3, "protocol", $"{Complete}\n<protocol>frames</protocol><communication_mode>http</communication_mode>", "'frames' is not spoken in http mode: write json or http, or <communication_mode>pipe" },
        { nameof(ManifestError.BadProtocol), 2, "protocol", $"{Complete}<protocol>auto</protocol><communication_mode>http</communication_mode>", "'auto' is not spoken in http mode" },
        { nameof(ManifestError.BadTransport), 3, "transport", $"{Complete}\n<transport>tcp</transport>", "<transport>: 'tcp' is for frames alone in pipe mode: write unix, or <protocol>frames" },
        { nameof(ManifestError.BadTransport), 2, "transport", $"{Complete}<protocol>json</protocol><transport>tcp</transport>", "'tcp' is for frames alone" },
        { nameof(ManifestError.BadTransport), 2, "transport", $"{Complete}<communication_mode>http</communication_mode><transport>unix</transport>", "'unix' is for plain HTTP alone in http mode: write tcp, or <protocol>http" },
        { nameof(ManifestError.BadValue), 2, "start", "<start>lazy</start>", "'lazy' is no kind of start: write on_demand or eager" },
        { nameof(ManifestError.BadValue), 2, "idle_timeout", "<idle_timeout>10 min</idle_timeout>", "'10 min' is no duration: write a number with ms, s, m or h" },
        { nameof(ManifestError.BadValue), 2, "idle_timeout", "<idle_timeout>never</idle_timeout>", "'never' is no duration: leave the element out" },
        { nameof(ManifestError.BadValue), 2, "max_concurrency", "<max_concurrency>0</max_concurrency>", "'0' is no number of requests: write a whole number from 1 to 1000000" },
        { nameof(ManifestError.BadValue), 2, "max_queue", "<max_queue>-1</max_queue>", "'-1' is no number of requests: write a whole number from 0 to 1000000" },
        { nameof(ManifestError.BadValue), 2, "max_queue", "<max_queue>1000001</max_queue>", "'1000001' is no number of requests" },
        { nameof(ManifestError.BadValue), 2, "warm_spares", "<warm_spares>-1</warm_spares>", "'-1' is no number of processes: write a whole number from 0 to 64" },
        { nameof(ManifestError.BadValue), 2, "warm_spares", "<warm_spares>65</warm_spares>", "'65' is no number of processes" },
        { nameof(ManifestError.EmptyValue), 2, "warm_spares", "<warm_spares/>", "is empty" },
        { nameof(ManifestError.BadValue), 2, "start_timeout", "<start_timeout>0</start_timeout>", "'0' would end before it began: write" },
        { nameof(ManifestError.BadValue), 2, "request_timeout", "<request_timeout>0ms</request_timeout>", "'0ms' would end before it began" },
        { nameof(ManifestError.ExecutableMissing), 3, "executable", "\n<executable>bin/none</executable>", "<executable>: 'bin/none' does not exist, not at " },
        { nameof(ManifestError.ExecutableMissing), 2, "executable", "<executable>no-such-program-anywhere</executable>", "nor on PATH: build it" },
        { nameof(ManifestError.ExecutableMissing), 2, "executable", "<executable>.</executable>", "'.' does not exist" },
        { nameof(ManifestError.WorkingDirectoryMissing), 2, "working_dir", "<working_dir>none</working_dir>", "none does not exist: create it" },
        { nameof(ManifestError.WorkingDirectoryMissing), 2, "working_dir", "<working_dir>service</working_dir>", "does not exist" },
    };

    [Theory]
    [MemberData(nameof(Documents))]
    public void A_bad_document_is_refused(string error, int line, string? element, string xml, string message) =>
        AssertRefused(error, line, element, xml, message);

    [Theory]
    [MemberData(nameof(Processes))]
    public void A_bad_process_is_refused(string error, int line, string? element, string process, string message) =>
        AssertRefused(error, line, element, $"<manifest>\n<process>{process}</process>\n</manifest>", message);

    [Theory]
    [InlineData(nameof(ManifestError.DuplicateId), "id", "<id>a</id>", "<id>a</id>", "'a'")]
    [InlineData(nameof(ManifestError.DuplicateRoute), "route", "<route>/a/*</route>", "<route> /a/* </route>", "'/a/*'")]
    [InlineData(nameof(ManifestError.DuplicatePipeName), "pipe_name", "<pipe_name>Pipe</pipe_name>", "<pipe_name>pipe</pipe_name>", "'pipe'")]
    public void A_value_that_is_taken_is_refused(string error, string element, string first, string second, string quoted)
    {
        string Process(string id, string own) =>
            "<process>\n" + own + (element == "id" ? "" : $"<id>{id}</id>") + (element == "route" ? "" : $"<route>/{id}</route>")
            + (element == "pipe_name" ? "" : $"<pipe_name>{id}</pipe_name>") + "<executable>service</executable></process>\n";

        AssertRefused(
            error, 5, element, $"<manifest>\n{Process("x", first)}{Process("y", second)}</manifest>",
            $"<{element}>: {quoted} is already taken on line 3: choose another");
    }

    [Fact]
    public void An_exact_route_and_a_prefix_of_the_same_path_are_two_routes() =>
        Assert.Equal(2, _folder.Read(
            $"<manifest><process>{Complete}</process><process><id>b</id><executable>service</executable><route>/a/*</route><pipe_name>b</pipe_name></process></manifest>")
            .Lambdas.Count);

    [Theory]
    [InlineData(nameof(ManifestError.BadId), "<id>!</id><start>!</start>")]
    [InlineData(nameof(ManifestError.BadValue), "<start>!</start><id>!</id>")]
    [InlineData(nameof(ManifestError.BadValue), "<start>!</start><unknown/>")]
    [InlineData(nameof(ManifestError.BadValue), "<start>!</start></wrong>")]
    [InlineData(nameof(ManifestError.UnknownElement), "<unknown/><start>!</start>")]
    [InlineData(nameof(ManifestError.UnknownElement), "<unknown/></wrong>")]
    [InlineData(nameof(ManifestError.BadValue), "<communication_mode>!</communication_mode></process><process><id>!</id>")]
    public void The_first_error_of_the_file_is_the_one_reported(string error, string process) =>
        Assert.Equal(error, _folder.Fail($"<manifest><process>{process}</process></manifest>").Error.ToString());

    [Fact]
    public void A_shared_pipe_name_is_no_error_before_the_mode_is_known() =>
        Assert.Equal(ManifestError.MalformedXml, _folder.Fail(
            $"<manifest><process>{Complete}</process><process><pipe_name>a</pipe_name></wrong></process></manifest>").Error);

    [Fact]
    public void A_file_that_cannot_be_executed_is_refused()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no execute bit");
        var file = _folder.CreateFile("data.txt");

        AssertRefused(
            nameof(ManifestError.NotExecutable), 1, "executable",
            "<manifest><process><executable>./data.txt</executable></process></manifest>",
            $"<executable>: {file} must not be executed: set its execute bit (chmod +x)");
    }

    [Theory]
    [InlineData(" line\u2028break&#10;tab&#9;")]
    [InlineData("a&#13;&#10;b")]
    public void A_message_is_one_line_whatever_it_quotes(string value)
    {
        var message = _folder.Fail($"<manifest><process><id>{value}</id></process></manifest>").Message;

        Assert.DoesNotContain(message, c => char.IsControl(c) || c == '\u2028');
    }

    [Fact]
    public void A_long_value_is_shortened_in_the_message() =>
        Assert.Contains(
            $"'{new string('a', 80)}…' is no valid name",
            _folder.Fail($"<manifest><process><id>{new string('a', 100_000)}</id></process></manifest>").Message,
            StringComparison.Ordinal);

    private void AssertRefused(string error, int line, string? element, string xml, string message)
    {
        var exception = _folder.Fail(xml);

        Assert.Equal(error, exception.Error.ToString());
        Assert.Equal(line, exception.Line);
        Assert.Equal(element, exception.Element);
        Assert.Equal(_folder.ManifestFile, exception.File);
        Assert.StartsWith($"{_folder.ManifestFile}({line}): ", exception.Message, StringComparison.Ordinal);
        Assert.Contains(message, exception.Message, StringComparison.Ordinal);
    }
}
