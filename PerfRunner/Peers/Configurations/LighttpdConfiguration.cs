namespace PerfRunner.Peers.Configurations;

/// <summary>lighttpd with mod_cgi: it starts a process for each request, and that process answers it.</summary>
internal static class LighttpdConfiguration
{
    public const string Setup = "mod_cgi: one process a request, started with fork and exec; nothing is kept";

    // max-keep-alive-idle is in seconds. By default it is 5, and the other ways' starts between two of lighttpd's may take longer.
    /// <param name="programs">By the path that starts them.</param>
    public static string Text(string folder, int port, IReadOnlyDictionary<string, string> programs) =>
        $$"""
        server.modules = ("mod_alias", "mod_cgi")
        server.document-root = "{{folder}}"
        server.bind = "127.0.0.1"
        server.port = {{port}}
        server.max-keep-alive-requests = 65535
        server.max-keep-alive-idle = 65535
        server.errorlog = "/dev/stderr"
        alias.url = ({{string.Join(", ", programs.Select(program => $"\"{program.Key}\" => \"{program.Value}\""))}})
        cgi.assign = ("" => "")

        """.ReplaceLineEndings("\n");
}
