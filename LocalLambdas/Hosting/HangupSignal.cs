using System.Runtime.InteropServices;
using LocalLambdas.Lambdas;
using Microsoft.Extensions.Hosting;

namespace LocalLambdas.Hosting;

/// <summary>SIGHUP means to read the manifest again, as with other servers; or that the terminal is gone, and then it means to end.</summary>
internal sealed class HangupSignal(ManifestReloader reloader, IHostApplicationLifetime lifetime) : IDisposable
{
    private const string ControllingTerminal = "/dev/tty";

    private readonly bool _hadTerminal = HasTerminal();
    private PosixSignalRegistration? _registration;

    public void Listen() => _registration = PosixSignalRegistration.Create(PosixSignal.SIGHUP, context =>
    {
        context.Cancel = true;
        if (_hadTerminal && !HasTerminal()) lifetime.StopApplication();
        else reloader.Reload();
    });

    public void Dispose() => _registration?.Dispose();

    // A terminal that was closed can no longer be opened (ENXIO, tty(4)).
    private static bool HasTerminal()
    {
        try
        {
            using var terminal = File.OpenHandle(ControllingTerminal);
            return true;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}
