using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace LocalLambdas.Hosting;

/// <summary>Kestrel's sockets, with memory of our own, which is given to them by way of services alone.</summary>
internal static class SocketTransport
{
    public static IConnectionListenerFactory Create(Func<EndPoint, Socket> bind, ILoggerFactory loggers)
    {
        var services = new ServiceCollection().AddSingleton(loggers).AddSingleton<IMemoryPoolFactory<byte>>(BlockPool.Instance);
        new Services(services).UseSockets(options =>
        {
            options.CreateBoundListenSocket = bind;
            options.UnsafePreferInlineScheduling = true;
        });
        return services.BuildServiceProvider().GetRequiredService<IConnectionListenerFactory>();
    }

    private sealed class Services(IServiceCollection services) : IWebHostBuilder
    {
        public IWebHostBuilder ConfigureServices(Action<IServiceCollection> configureServices)
        {
            configureServices(services);
            return this;
        }

        public IWebHostBuilder ConfigureServices(Action<WebHostBuilderContext, IServiceCollection> configureServices) => throw new NotSupportedException();

#pragma warning disable ASPDEPR008 // The interface has it, and is not obsolete
        public IWebHost Build() => throw new NotSupportedException();
#pragma warning restore ASPDEPR008

        public IWebHostBuilder ConfigureAppConfiguration(Action<WebHostBuilderContext, IConfigurationBuilder> configureDelegate) => throw new NotSupportedException();

        public string? GetSetting(string key) => throw new NotSupportedException();

        public IWebHostBuilder UseSetting(string key, string? value) => throw new NotSupportedException();
    }
}
