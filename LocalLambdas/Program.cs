using LocalLambdas.Hosting;

const string usage = """
    local_lambdas [manifest.xml]   runs the lambdas of the manifest behind an HTTP proxy

    BIND_ADDRESS    where clients connect, default 127.0.0.1:3000
    ENABLE_CACHE    true, or the number of answers to keep; default off
    ADMIN_ADDRESS   where lambdas can be listed, started and stopped: 127.0.0.1:3001, or the path of a Unix socket; default off
    ADMIN_TOKEN     what clients of the admin endpoint present as a bearer token; default none: then it answers this user alone (Linux)

    CACHE_DEFAULT_SECONDS     how long an answer is kept that does not say it, default 5
    CACHE_MAX_BYTES           how much the cache keeps, default 67108864
    MAX_REQUEST_BODY_BYTES    largest request body that is held in memory, default 30000000
    MAX_STREAMED_BODY_BYTES   largest request body that is streamed, default no limit
    MAX_REQUEST_HEADER_BYTES  largest request header, default 32768
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
        var unknown = args.FirstOrDefault(argument => argument.StartsWith('-')) ?? args[1];
        Console.Error.WriteLine($"local_lambdas: unknown argument '{unknown}'\n\n{usage}");
        return (int)ExitCode.Usage;
}
