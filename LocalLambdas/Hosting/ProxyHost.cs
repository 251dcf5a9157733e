using System.Reflection;
using LocalLambdas.Admin;
using LocalLambdas.Forwarding;
using LocalLambdas.Lambdas;
using LocalLambdas.Manifests;
using LocalLambdas.Telemetry;
using LocalLambdas.Transports;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using ServiceDefaults;

namespace LocalLambdas.Hosting;

/// <summary>Puts the proxy together and runs it.</summary>
internal static class ProxyHost
{
    // What requests in flight get to finish in when the proxy is told to end.
    private static readonly TimeSpan ShutdownTimeout = TimeSpan.FromSeconds(10);

    public static string Version { get; } =
        typeof(ProxyHost).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "0";

    public static async Task<ExitCode> RunAsync(string manifestFile)
    {
        try
        {
            var options = ProxyOptions.From(Environment.GetEnvironmentVariable);

            // Lambdas inherit the environment; what may stop and start their neighbours is not for them.
            Environment.SetEnvironmentVariable(ProxyOptions.AdminToken, null);

            // Nor is what this proxy was told, should it be a lambda itself.
            foreach (var variable in LambdaVariables.All) Environment.SetEnvironmentVariable(variable, null);
            SocketTuning.Apply();
            var manifest = ManifestReader.Read(manifestFile);
            using var folder = CreateSocketFolder();
            using var host = Build(options, manifest, folder);
            await host.RunAsync().ConfigureAwait(false);
            return ExitCode.Ok;
        }
        catch (OptionException exception)
        {
            return await FailAsync(ExitCode.Usage, exception.Message).ConfigureAwait(false);
        }
        catch (ManifestException exception)
        {
            var code = exception.Error is ManifestError.FileMissing or ManifestError.FileUnreadable ? ExitCode.NoManifest : ExitCode.BadManifest;
            return await FailAsync(code, exception.Message).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            // A signal came before it listened: nothing has begun that would have to end.
            return ExitCode.Ok;
        }
        catch (IOException exception)
        {
            return await FailAsync(ExitCode.CannotListen, exception.Message).ConfigureAwait(false);
        }
    }

    private static SocketFolder CreateSocketFolder()
    {
        try
        {
            return SocketFolder.Create();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new OptionException("TMPDIR", Path.GetTempPath(), "name a folder that exists and that this user may write: sockets are created in it");
        }
    }

    private static IHost Build(ProxyOptions options, Manifest manifest, SocketFolder folder)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new() { ApplicationName = "local_lambdas", DisableDefaults = true });
        builder.Logging.AddSimpleConsole(console =>
        {
            console.SingleLine = true;
            console.TimestampFormat = "HH:mm:ss.fff ";
            console.UseUtcTimestamp = true;
        });
        builder.Services.RemoveAll<ILoggerProvider>().AddSingleton<ILoggerProvider, ConsoleLog>();
        builder.Logging.AddFilter("Microsoft", LogLevel.Warning);

        // The host throws what it logs, and whoever catches it writes one line of it.
        builder.Logging.AddFilter("Microsoft.Extensions.Hosting", LogLevel.None);
        builder.AddServiceDefaults("local-lambdas", ProxyTelemetry.Name);
        builder.Services
            .Configure<HostOptions>(host => host.ShutdownTimeout = ShutdownTimeout)
            .AddSingleton(TimeProvider.System)
            .AddSingleton(options)
            .AddSingleton(manifest)
            .AddSingleton(folder)
            .AddSingleton(new ProxyStatus(Environment.ProcessId, Version, TimeProvider.System.GetUtcNow()))
            .AddSingleton<LambdaLog>()
            .AddSingleton<ForwardLog>()
            .AddSingleton<LambdaTransports>()
            .AddSingleton(LaunchPlaces.OfThisProcess())
            .AddSingleton<ILambdaLauncher, LambdaLauncher>()
            .AddSingleton<LambdaRegistry>()
            .AddSingleton<Forwarder>()
            .AddSingleton<LambdaSpans>()
            .AddSingleton<ProxyTelemetry>()
            .AddSingleton(provider => new ProxyApplication(
                provider.GetRequiredService<LambdaRegistry>(),
                provider.GetRequiredService<Forwarder>(),
                options.Cache is { } cache ? new(cache, TimeProvider.System) : null,
                options.Limits.Body,
                provider.GetRequiredService<ProxyTelemetry>()))
            .AddSingleton<ManifestReloader>()
            .AddSingleton<HangupSignal>()
            .AddSingleton(new AdminGuard(options.Admin?.Token))
            .AddSingleton<AdminApplication>()
            .AddHostedService<ProxyServer>();
        return builder.Build();
    }

    private static async Task<ExitCode> FailAsync(ExitCode code, string message)
    {
        await Console.Error.WriteLineAsync($"local_lambdas: {message}").ConfigureAwait(false);
        return code;
    }
}
