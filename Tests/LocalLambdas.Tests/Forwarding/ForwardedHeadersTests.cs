using System.Net;
using LocalLambdas.Forwarding;
using Microsoft.AspNetCore.Http.Features;

namespace LocalLambdas.Tests.Forwarding;

public sealed class ForwardedHeadersTests
{
    [Theory]
    [InlineData("192.0.2.1", "h:1", "for=192.0.2.1;host=\"h:1\";proto=http", "192.0.2.1")]
    [InlineData("2001:db8::1", "h", "for=\"[2001:db8::1]\";host=\"h\";proto=http", "2001:db8::1")]
    [InlineData("::ffff:192.0.2.1", "", "for=192.0.2.1;proto=http", "192.0.2.1")]
    [InlineData(null, "[::1]:80", "for=unknown;host=\"[::1]:80\";proto=http", "unknown")]
    public void The_client_is_named_as_RFC_7239_wants_it(string? client, string host, string forwarded, string forwardedFor)
    {
        var request = new HttpRequestFeature { Scheme = "http", Protocol = "HTTP/1.1" };
        request.Headers.Host = host;
        var features = new FeatureCollection();
        features.Set<IHttpConnectionFeature>(new HttpConnectionFeature { RemoteIpAddress = client is null ? null : IPAddress.Parse(client) });

        var own = ForwardedHeaders.Of(features, request).ToDictionary();

        Assert.Equal((forwarded, forwardedFor, host), (own["Forwarded"], own["X-Forwarded-For"], own["X-Forwarded-Host"]));
    }
}
