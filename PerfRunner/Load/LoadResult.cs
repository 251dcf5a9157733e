using System.Diagnostics;
using PerfRunner.Results;

namespace PerfRunner.Load;

/// <summary>What a number of requests came to. One a connection while they run, merged afterwards.</summary>
internal sealed class LoadResult
{
    private const int StatusCodeLimit = 1000;

    private readonly int[] _errors = new int[Enum.GetValues<RequestError>().Length];
    private readonly int[] _statusCodes = new int[StatusCodeLimit];
    private long _firstSentAt = long.MaxValue;
    private long _lastCompletedAt = long.MinValue;

    /// <summary>The successes' latencies.</summary>
    public LatencyRecorder Latencies { get; } = new();

    /// <summary>Requests sent, failed ones included.</summary>
    public int Requests { get; private set; }

    public int Errors => _errors.Sum();

    /// <summary>Bytes of the successful answers, headers included.</summary>
    public long Bytes { get; private set; }

    /// <summary>From the first request sent to the last answer read.</summary>
    public double ElapsedSeconds => _firstSentAt > _lastCompletedAt ? 0 : Stopwatch.GetElapsedTime(_firstSentAt, _lastCompletedAt).TotalSeconds;

    /// <summary>What whoever answered used of the processors meanwhile; null where that is not known.</summary>
    public double? ProcessorSeconds { get; set; }

    public IReadOnlyDictionary<RequestError, int> ErrorsByKind =>
        Enum.GetValues<RequestError>().Where(kind => _errors[(int)kind] > 0).ToDictionary(kind => kind, kind => _errors[(int)kind]);

    public IReadOnlyDictionary<int, int> StatusCodes =>
        Enumerable.Range(1, StatusCodeLimit - 1).Where(code => _statusCodes[code] > 0).ToDictionary(code => code, code => _statusCodes[code]);

    public void Count(in Exchange exchange)
    {
        Requests++;
        _firstSentAt = Math.Min(_firstSentAt, exchange.SentAt);
        _lastCompletedAt = Math.Max(_lastCompletedAt, exchange.CompletedAt);
        _statusCodes[exchange.StatusCode]++;
        if (exchange.Error is { } error)
        {
            _errors[(int)error]++;
        }
        else
        {
            Bytes += exchange.BytesRead;
            Latencies.Record(exchange.Ticks);
        }
    }

    /// <summary>Takes over what failed in an untimed part, so that it is not lost.</summary>
    public void AddFailures(LoadResult other)
    {
        Requests += other.Errors;
        for (int i = 0; i < _errors.Length; i++)
        {
            _errors[i] += other._errors[i];
        }
    }

    public void Add(LoadResult other)
    {
        Requests += other.Requests;
        Bytes += other.Bytes;
        _firstSentAt = Math.Min(_firstSentAt, other._firstSentAt);
        _lastCompletedAt = Math.Max(_lastCompletedAt, other._lastCompletedAt);
        Latencies.Add(other.Latencies);
        for (int i = 0; i < _errors.Length; i++)
        {
            _errors[i] += other._errors[i];
        }

        for (int i = 0; i < StatusCodeLimit; i++)
        {
            _statusCodes[i] += other._statusCodes[i];
        }
    }
}
