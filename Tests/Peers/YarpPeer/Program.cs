// YARP as its documentation sets it up, before one service. Usage: YarpPeer PORT URL-OF-THE-SERVICE
using System.Globalization;
using System.Net;
using Yarp.ReverseProxy.Configuration;

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
    ]);

var app = builder.Build();
app.MapReverseProxy();
await app.RunAsync();
