using LocalLambdas.Manifests;

namespace Fuzzing.Targets;

/// <summary>A manifest: it is read, or refused with one line that says where and why.</summary>
internal sealed class ManifestTarget : FuzzTarget
{
    private readonly string _folder = Directory.CreateTempSubdirectory("fuzzing-").FullName;
    private readonly string _manifest;

    public ManifestTarget()
    {
        _manifest = Path.Combine(_folder, "manifest.xml");
        var executable = Path.Combine(_folder, "service");
        File.WriteAllText(executable, "");
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(executable, UnixFileMode.UserRead | UnixFileMode.UserExecute);
    }

    public override IReadOnlyList<byte[]> Dictionary { get; } =
    [
        .. Words.Common,
        .. Words.Of("<process>", "</process>", "<manifest>", "</manifest>", "<id>a</id>", "<executable>service</executable>", "<executable>\0</executable>"),
        .. Words.Of("<route>/a</route>", "<route>/a/*</route>", "<route>/*</route>", "<route>*</route>", "<pipe_name>p</pipe_name>", "<arg></arg>", "<arg/>"),
        .. Words.Of("<communication_mode>http</communication_mode>", "<start>eager</start>", "<start_timeout>5s</start_timeout>", "<idle_timeout>0</idle_timeout>"),
        .. Words.Of("<request_timeout>99999999999999h</request_timeout>", "<working_dir>.</working_dir>", "1.5s", "ms", "m", "h", "d"),
        .. Words.Of("<!--", "-->", "<![CDATA[", "]]>", "<?xml version=\"1.0\"?>", "<?xml version=\"1.0\" encoding=\"utf-16\"?>", "<!DOCTYPE a>", "&lt;", "&#0;", "&#x10FFFF;", "&a;", " x=\"y\"", "xmlns=\"u\""),
    ];

    public override void Run(ReadOnlySpan<byte> input)
    {
        File.WriteAllBytes(_manifest, input);
        try
        {
            Check(ManifestReader.Read(_manifest));
        }
        catch (ManifestException refused)
        {
            Invariant.Holds(refused.Message.All(c => !char.IsControl(c)), "the message is not one line");
            Invariant.Holds(refused.Message.StartsWith(_manifest, StringComparison.Ordinal), "the message does not begin with the file");
            Invariant.Holds(refused.Line >= 0 && refused.Line <= 1 + input.Count((byte)'\n') + input.Count((byte)'\r'), $"line {refused.Line}");
        }
    }

    public override void Dispose()
    {
        Directory.Delete(_folder, recursive: true);
        base.Dispose();
    }

    private static void Check(Manifest manifest)
    {
        var lambdas = manifest.Lambdas;
        Invariant.Holds(lambdas.Count > 0, "no lambda");
        Invariant.Holds(lambdas.DistinctBy(lambda => lambda.Id).Count() == lambdas.Count, "an id stands twice");
        Invariant.Holds(lambdas.DistinctBy(lambda => lambda.Route.Text).Count() == lambdas.Count, "a route stands twice");
        foreach (var lambda in lambdas)
        {
            Invariant.Holds(lambda.Id.Length > 0 && File.Exists(lambda.Executable) && Directory.Exists(lambda.WorkingDirectory), "an incomplete lambda");
            Invariant.Holds(lambda.CommunicationMode is CommunicationMode.Http || lambda.PipeName.Length > 0, "a pipe without a name");
            Invariant.Holds(lambda.Route.Matches(lambda.Route.Path + (lambda.Route.IsPrefix ? "/" : "")), "a route that does not match itself");
            Invariant.Holds(lambda.StartTimeout > TimeSpan.Zero && lambda.RequestTimeout > TimeSpan.Zero, "no time to start or to answer");

            // What the timeouts are used for
            using var timer = new CancellationTokenSource(lambda.RequestTimeout);
            timer.CancelAfter(lambda.StartTimeout);
        }
    }
}
