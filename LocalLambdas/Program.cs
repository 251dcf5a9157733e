using LocalLambdas.Hosting;

const string usage = """
    local_lambdas [manifest.xml]   runs the lambdas of the manifest behind an HTTP proxy

    BIND_ADDRESS    where clients connect, default 127.0.0.1:3000
    ENABLE_CACHE    true, or the number of answers to keep; default off
    ADMIN_ADDRESS   where lambdas can be listed, started and stopped, such as 127.0.0.1:3001; default off
    """;

switch (args)
{
    case ["--help" or "-h"]:
        Console.WriteLine(usage);
        return (int)ExitCode.Ok;
    case ["--version"]:
        Console.WriteLine(ProxyHost.Version);
        return (int)ExitCode.Ok;
    case []:
        return (int)await ProxyHost.RunAsync("manifest.xml");
    case [var manifest] when !manifest.StartsWith('-'):
        return (int)await ProxyHost.RunAsync(manifest);
    default:
        Console.Error.WriteLine(usage);
        return (int)ExitCode.Usage;
}
