// YARP as its documentation sets it up, before one service, with the headers that local_lambdas adds. Usage: YarpPeer PORT URL-OF-THE-SERVICE
using System.Globalization;
using System.Net;
using Yarp.ReverseProxy.Configuration;
using Yarp.ReverseProxy.Transforms;

var port = int.Parse(args[0], CultureInfo.InvariantCulture);
var builder = WebApplication.CreateSlimBuilder();
builder.Logging.SetMinimumLevel(LogLevel.Warning);
builder.WebHost.ConfigureKestrel(options => options.Listen(IPAddress.Loopback, port));
builder.Services.AddReverseProxy().LoadFromMemory(
    [new RouteConfig { RouteId = "all", ClusterId = "service", Match = new RouteMatch { Path = "{**path}" } }],
    [
        new ClusterConfig
        {
            ClusterId = "service",
            Destinations = new Dictionary<string, DestinationConfig> { ["service"] = new() { Address = args[1] } },
        },
    ])
    .AddTransforms(context =>
    {
        // By which way a request came, as local_lambdas tells it; each of the first two would by default take the other's place
        context.AddForwarded(useHost: true, useProto: true, forFormat: NodeFormat.Ip, byFormat: NodeFormat.None, removeAllXForwardedHeaders: false);
        context.AddXForwarded(removeForwardedHeader: false);
        context.AddRequestHeader("Via", "1.1 yarp");
        context.AddResponseHeader("Via", "1.1 yarp");
    });

var app = builder.Build();
app.MapReverseProxy();
await app.RunAsync();
