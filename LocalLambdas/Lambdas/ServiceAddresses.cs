using System.Globalization;
using System.Net;
using LocalLambdas.Manifests;
using LocalLambdas.Transports;

namespace LocalLambdas.Lambdas;

/// <summary>Gives each start of a lambda an address of its own, so that a process that is slow to end is never mistaken for the new one.</summary>
internal sealed class ServiceAddresses(SocketFolder folder)
{
    private int _last;

    /// <param name="variable">The environment variable by which the process learns the address.</param>
    public IEnvelopeTransport Next(LambdaDefinition definition, out string variable)
    {
        if (definition.CommunicationMode is CommunicationMode.Http)
        {
            variable = "HTTP_ADDRESS";
            return new HttpTransport(new IPEndPoint(IPAddress.Loopback, FreePort.Find()));
        }

        variable = "PIPE_ADDRESS";
        var number = Interlocked.Increment(ref _last);
        return new PipeTransport(folder.AddressFor(string.Create(CultureInfo.InvariantCulture, $"{definition.PipeName}.{number}")));
    }
}
