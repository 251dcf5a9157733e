using System.Collections.Concurrent;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Http.Features;

namespace Fuzzing.Http;

/// <summary>The application, and what it is asked and what it throws.</summary>
internal sealed class ObservedApplication(IHttpApplication<IFeatureCollection> application) : IHttpApplication<IFeatureCollection>
{
    private readonly ConcurrentQueue<string> _methods = new();
    private readonly ConcurrentQueue<Exception> _failures = new();

    /// <summary>Of the requests, in their order.</summary>
    public IReadOnlyList<string> Methods => [.. _methods];

    public Exception? Failure => _failures.FirstOrDefault();

    public void Forget()
    {
        _methods.Clear();
        _failures.Clear();
    }

    public IFeatureCollection CreateContext(IFeatureCollection contextFeatures) => application.CreateContext(contextFeatures);

    public void DisposeContext(IFeatureCollection context, Exception? exception) => application.DisposeContext(context, exception);

    public async Task ProcessRequestAsync(IFeatureCollection context)
    {
        _methods.Enqueue(context.GetRequiredFeature<IHttpRequestFeature>().Method);
        try
        {
            await application.ProcessRequestAsync(context);
        }
        catch (Exception exception)
        {
            _failures.Enqueue(exception);
            throw;
        }
    }
}
