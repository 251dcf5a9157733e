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

    // More than a stream's credit
    private const int LongestPad = 600_000;

    private readonly Random _random = new(seed + number);
    private readonly ChaosLambda[] _weighted = [.. lambdas.SelectMany(lambda => Enumerable.Repeat(lambda, lambda.Weight))];
    private int _requests;

    /// <summary>Until it is told to stop; an exchange under way is finished.</summary>
    public async Task RunAsync(CancellationToken stop, CancellationToken cancellationToken)
    {
        try
        {
            while (!stop.IsCancellationRequested)
            {
                using var connection = await ChaosConnection.OpenAsync(proxy, cancellationToken);
                while (!stop.IsCancellationRequested && await VisitAsync(connection, _weighted[_random.Next(_weighted.Length)], stop, cancellationToken))
                {
                }
            }
        }
        catch (Exception broken) when (broken is InvalidDataException or EndOfStreamException or TimeoutException or SocketException)
        {
            report.Violated($"connection {number} after {_requests} requests: {broken.Message}");
        }
    }

    // Some in a row to one lambda, so that the others have nothing to do now and then. False when the connection was closed within an answer
    private async Task<bool> VisitAsync(ChaosConnection connection, ChaosLambda lambda, CancellationToken stop, CancellationToken cancellationToken)
    {
        for (var left = _random.Next(1, LongestVisit); left > 0 && !stop.IsCancellationRequested; left--)
        {
            // Long answers to who is still sending requests would hold up both
            var count = _random.Next(4) == 0 ? _random.Next(2, MostAtOnce + 1) : 1;
            ChaosRequest[] requests = [.. Enumerable.Range(0, count).Select(_ => Next(lambda, mayBeLong: count == 1))];
            await connection.SendAsync(requests, cancellationToken);
            foreach (var request in requests)
            {
                var answer = await connection.ReadAsync(cancellationToken);
                report.Add(request, answer);
                if (answer.IsBrokenOff)
                    return false;
            }

            if (connection.HasSurplus)
                throw new InvalidDataException($"more than was asked for, after {requests[^1].Uri}");
        }

        return true;
    }

    private ChaosRequest Next(ChaosLambda lambda, bool mayBeLong)
    {
        _requests++;
        if (lambda.IsCached && _random.Next(2) == 0)
            return new(lambda, $"shared-{_random.Next(SharedAnswers)}", []);
        var largest = lambda.IsStreamed && _random.Next(4) == 0 ? LargestStreamedBody : LargestBody;
        var body = new byte[_random.Next(4) == 0 ? _random.Next(1, largest) : 0];
        _random.NextBytes(body);
        var pad = mayBeLong && lambda.AnswersLong && _random.Next(4) == 0 ? _random.Next(1, LongestPad) : 0;
        return new(lambda, $"{number}-{_requests}", body, Pad: pad);
    }
}
