using System.Net;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace LocalLambdas.Admin;

/// <summary>Keeps out whoever reaches the admin endpoint without being meant to: web pages in a browser of this machine, and other users.</summary>
internal sealed class AdminGuard(string? token)
{
    private const string Scheme = "Bearer ";
    private const string Health = "/health";
    private const int DefaultPort = 80;

    // Compared instead of the token, so that not even its length can be measured.
    private readonly byte[]? _tokenHash = token is null ? null : HashOf(token);

    /// <returns>Null if the request may pass.</returns>
    public AdminProblem? Refuse(IFeatureCollection context)
    {
        var headers = context.GetRequiredFeature<IHttpRequestFeature>().Headers;
        var host = headers.Host.ToString();

        // A page whose name has been made to lead to this machine (DNS rebinding) sends that name.
        if (!IsOwn(host, context.Get<IHttpConnectionFeature>()))
            return AdminProblem.Of(AdminError.ForeignHost, "Use localhost, 127.0.0.1 or [::1], with the port of the admin endpoint.");

        // A browser sends a form to any address without asking, but tells where it is from (https://fetch.spec.whatwg.org/#origin-header).
        if (headers.Origin.Count > 0 && !headers.Origin.ToString().Equals($"http://{host}", StringComparison.OrdinalIgnoreCase))
            return AdminProblem.Of(AdminError.ForeignOrigin, "Pages of other sites are not answered.");

        // Whoever checks the health, such as Aspire, sends no header; that the proxy runs is told by its own port as well.
        if (context.GetRequiredFeature<IHttpRequestFeature>().Path is Health) return null;
        if (_tokenHash is null)
        {
            return IsOtherUsers(context.Get<IHttpConnectionFeature>())
                ? AdminProblem.Of(AdminError.ForeignUser, "Without ADMIN_TOKEN only the user who runs the proxy, and root, are answered.")
                : null;
        }

        return IsToken(headers.Authorization.ToString())
            ? null
            : AdminProblem.Of(AdminError.Unauthorized, "Send the header 'Authorization: Bearer TOKEN' with the token that ADMIN_TOKEN was set to.");
    }

    // A Unix socket is closed to others by its mode; where nobody tells whose a TCP connection is, there is none without a token (ProxyOptions).
    private static bool IsOtherUsers(IHttpConnectionFeature? connection) =>
        OperatingSystem.IsLinux()
        && connection is { RemoteIpAddress: { } client, LocalIpAddress: { } own }
        && !PeerUser.IsTrusted(new(client, connection.RemotePort), new(own, connection.LocalPort));

    private static bool IsOwn(string authority, IHttpConnectionFeature? connection)
    {
        var host = new HostString(authority);

        // A Unix socket has neither address nor port.
        var own = connection?.LocalIpAddress;
        return IsOwnName(host.Host, own) && (own is null || (host.Port ?? DefaultPort) == connection!.LocalPort);
    }

    private static bool IsOwnName(string? name, IPAddress? own) =>
        "localhost".Equals(name, StringComparison.OrdinalIgnoreCase)
        || (IPAddress.TryParse(name, out var address) && (address.Equals(IPAddress.Loopback) || address.Equals(IPAddress.IPv6Loopback) || address.Equals(own)));

    private bool IsToken(string authorization) =>
        authorization.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase)
        && CryptographicOperations.FixedTimeEquals(HashOf(authorization[Scheme.Length..].Trim()), _tokenHash);

    private static byte[] HashOf(string text) => SHA256.HashData(Encoding.UTF8.GetBytes(text));
}
