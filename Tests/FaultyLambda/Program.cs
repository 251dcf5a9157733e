using System.Runtime.InteropServices;
using FaultyLambda;
using FaultyLambda.Servers;
using FaultyLambda.Servers.Frames;

// A lambda that misbehaves as its arguments say. It never watches its parent and never ends by itself,
// so that a process that survives the proxy is the proxy's fault.
var behaviour = Behaviour.Parse(args);
Misbehaviour.RecordProcess();
using var sigterm = behaviour is { IgnoresSigterm: false, NotesSigterm: null }
    ? null
    : PosixSignalRegistration.Create(PosixSignal.SIGTERM, context =>
    {
        if (behaviour.NotesSigterm is { } file)
            File.Create(file).Dispose();
        context.Cancel = behaviour.IgnoresSigterm;
    });

if (Misbehaviour.BeforeReady(behaviour) is { } exitCode)
    return exitCode;

if (behaviour.NeverAccepts)
    await Task.Delay(Timeout.Infinite);

var answerer = new Answerer(behaviour);
var protocol = Environment.GetEnvironmentVariable("LAMBDA_PROTOCOL");
if (protocol is "frames" || (protocol is "auto" && behaviour.SpeaksFrames))
    await FrameServer.RunAsync(Environment.GetEnvironmentVariable("LAMBDA_CHANNEL")!, answerer);
else if (Environment.GetEnvironmentVariable("HTTP_ADDRESS") is { Length: > 0 } http)
    await HttpServer.RunAsync(http, protocol is "http", answerer);
else if (Environment.GetEnvironmentVariable("PIPE_ADDRESS") is { Length: > 0 } pipe)
    await PipeServer.RunAsync(pipe, answerer);

await Console.Error.WriteLineAsync("neither PIPE_ADDRESS nor HTTP_ADDRESS is set");
return 64;
