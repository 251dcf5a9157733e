using System.Net.Sockets;

namespace LocalLambdas.Tests.Chaos;

/// <summary>A client under steady load: one connection, one request after another, at times several at once.</summary>
internal sealed class ChaosClient(Uri proxy, IReadOnlyList<ChaosLambda> lambdas, int number, int seed, ChaosReport report)
{
    private const int LongestVisit = 30;
    private const int MostAtOnce = 4;
    private const int LargestBody = 20_000;

    // More than the credit of a stream
    private const int LargestStreamedBody = 400_000;
    private const int SharedAnswers = 5;

    private readonly Random _random = new(seed + number);
    private readonly ChaosLambda[] _weighted = [.. lambdas.SelectMany(lambda => Enumerable.Repeat(lambda, lambda.Weight))];
    private int _requests;

    /// <summary>Until it is told to stop; an exchange under way is finished.</summary>
    public async Task RunAsync(CancellationToken stop, CancellationToken cancellationToken)
    {
        using var connection = await ChaosConnection.OpenAsync(proxy, cancellationToken);
        try
        {
            while (!stop.IsCancellationRequested)
                await VisitAsync(connection, _weighted[_random.Next(_weighted.Length)], stop, cancellationToken);
        }
        catch (Exception broken) when (broken is InvalidDataException or TimeoutException or SocketException)
        {
            report.Violated($"connection {number} after {_requests} requests: {broken.Message}");
        }
    }

    // Some in a row to one lambda, so that the others have nothing to do now and then
    private async Task VisitAsync(ChaosConnection connection, ChaosLambda lambda, CancellationToken stop, CancellationToken cancellationToken)
    {
        for (var left = _random.Next(1, LongestVisit); left > 0 && !stop.IsCancellationRequested; left--)
        {
            ChaosRequest[] requests = [.. Enumerable.Range(0, _random.Next(4) == 0 ? _random.Next(2, MostAtOnce + 1) : 1).Select(_ => Next(lambda))];
            await connection.SendAsync(requests, cancellationToken);
            foreach (var request in requests)
                report.Add(request, await connection.ReadAsync(cancellationToken));
            if (connection.HasSurplus)
                throw new InvalidDataException($"more than was asked for, after {requests[^1].Uri}");
        }
    }

    private ChaosRequest Next(ChaosLambda lambda)
    {
        _requests++;
        if (lambda.IsCached && _random.Next(2) == 0)
            return new(lambda, $"shared-{_random.Next(SharedAnswers)}", []);
        var largest = lambda.IsStreamed && _random.Next(4) == 0 ? LargestStreamedBody : LargestBody;
        var body = new byte[_random.Next(4) == 0 ? _random.Next(1, largest) : 0];
        _random.NextBytes(body);
        return new(lambda, $"{number}-{_requests}", body);
    }
}
