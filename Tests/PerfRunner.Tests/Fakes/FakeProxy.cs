using System.Diagnostics;
using System.Globalization;
using System.Net;
using LocalLambdas.Admin;
using PerfRunner.Proxying;
using PerfRunner.Running;

namespace PerfRunner.Tests.Fakes;

/// <summary>Behaves like the proxy with two lambdas whose processes are numbers; each of its faults can be switched on.</summary>
internal sealed class FakeProxy : IAsyncDisposable
{
    /// <summary>Beyond the process ids that systems give out.</summary>
    private const int FirstPid = 2_000_000_000;

    private readonly RawHttpServer _server;
    private readonly RawHttpServer _admin;
    private readonly Dictionary<string, FakeLambda> _lambdas = new()
    {
        ["http-service"] = new FakeLambda("http-service", "/http/*", "http"),
        ["pipe-service"] = new FakeLambda("pipe-service", "/pipe/*", "pipe"),
    };

    private readonly HashSet<string> _cache = [];
    private int _nextPid = FirstPid;

    public FakeProxy()
    {
        _server = new RawHttpServer(Answer);
        _admin = new RawHttpServer(AnswerAdmin);
    }

    /// <summary>Ids of lambdas beside the two; their routes begin with them.</summary>
    public IEnumerable<string> More
    {
        init
        {
            foreach (string id in value)
            {
                _lambdas[id] = new FakeLambda(id, $"/{id}/*", "pipe");
            }
        }
    }

    public List<string> RequestedPaths { get; } = [];

    /// <summary>The heads of all requests.</summary>
    public List<string> Heads { get; } = [];

    public bool CacheIsOff { get; init; }

    /// <summary>Serves everything from the cache, also what must not be.</summary>
    public bool CacheIgnoresNoStore { get; init; }

    public bool TellsCacheStatus { get; init; } = true;

    /// <summary>Answers "Prefer: server-timing".</summary>
    public bool TellsServerTiming { get; init; } = true;

    /// <summary>Says that it has stopped a lambda, which goes on.</summary>
    public bool StopDoesNothing { get; init; }

    /// <summary>Starts a lambda as soon as it is stopped.</summary>
    public bool StartsAhead { get; init; }

    public bool StartedAtIsEarly { get; init; }

    /// <summary>Each lambda has a spare, which is always ready.</summary>
    public bool HasSpares { get; init; }

    /// <summary>Starts a process though there is a spare.</summary>
    public bool StartsPastSpares { get; init; }

    /// <summary>Takes another spare than the one that it has told.</summary>
    public bool TakesAnother { get; init; }

    public bool LosesPhases { get; init; }

    public bool AdminFails { get; init; }

    /// <summary>Stopped lambdas are told as failed: what a process that died by itself leaves behind.</summary>
    public bool TellsFailed { get; init; }

    public int ProxyPid { get; set; } = Environment.ProcessId;

    public Func<int, int> StatusOfRequest { get; init; } = _ => 200;

    /// <summary>Process id that the next starts get; null for ones that do not exist.</summary>
    public int? Pid { get; init; }

    public async Task<MeasuredProxy> MeasuredAsync(bool withAdmin = true)
    {
        if (!withAdmin)
        {
            return new MeasuredProxy(_server.Url, _server.EndPoint, started: null, admin: null, status: null);
        }

        AdminClient admin = new(_admin.Url, TimeSpan.FromSeconds(30));
        LambdaList status = await admin.ListAsync(TestContext.Current.CancellationToken);
        return new MeasuredProxy(_server.Url, _server.EndPoint, started: null, admin, status);
    }

    public Uri Url => _server.Url;

    public Uri AdminUrl => _admin.Url;

    public ValueTask DisposeAsync()
    {
        _server.Dispose();
        _admin.Dispose();
        return ValueTask.CompletedTask;
    }

    private static string Number(double value) => value.ToString(CultureInfo.InvariantCulture);

    private string Answer(string head)
    {
        long receivedAt = Stopwatch.GetTimestamp();
        string path = head.Split(' ')[1];
        lock (_lambdas)
        {
            RequestedPaths.Add(path);
            Heads.Add(head);
            int status = StatusOfRequest(RequestedPaths.Count);
            bool mayCache = !CacheIsOff && (CacheIgnoresNoStore || !head.Contains("no-store", StringComparison.Ordinal));
            bool hit = mayCache && !_cache.Add(path);
            if (!hit)
            {
                Start(_lambdas.Values.Single(lambda => path.StartsWith(lambda.Route[..^1], StringComparison.Ordinal)));
            }

            string header = TellsCacheStatus ? $"Cache-Status: local_lambdas; {(hit ? "hit" : "fwd=miss")}\r\n" : "";
            if (TellsServerTiming && head.Contains("\r\nPrefer: server-timing\r\n", StringComparison.Ordinal))
            {
                header += $"Server-Timing: {ServerTiming(receivedAt)}\r\n";
            }

            return RawHttpServer.Answer("{}", status, header);
        }
    }

    /// <summary>Half of the total is the handler's.</summary>
    private static string ServerTiming(long receivedAt)
    {
        double total = Stopwatch.GetElapsedTime(receivedAt).TotalMilliseconds;
        return $"received;desc=\"{Number(receivedAt * 1e6 / Stopwatch.Frequency)}\", cache;dur=0, handler;dur={Number(total / 2)}, total;dur={Number(total)}";
    }

    private string AnswerAdmin(string head)
    {
        string[] request = head.Split(' ');
        string[] path = request[1].Split('/', StringSplitOptions.RemoveEmptyEntries);
        lock (_lambdas)
        {
            if (AdminFails && path.Length > 1)
            {
                return RawHttpServer.Answer("broken", (int)HttpStatusCode.InternalServerError);
            }

            if (path.Length == 1)
            {
                string all = string.Join(',', _lambdas.Values.Select(Json));
                return RawHttpServer.Answer(
                    $$"""{"proxy":{"pid":{{ProxyPid}},"version":"9.9","startedAt":"2026-01-01T00:00:00.0000001Z"},"lambdas":[{{all}}]}""");
            }

            FakeLambda lambda = _lambdas[path[1]];
            if (path.Length == 3 && !StopDoesNothing)
            {
                lambda.Pid = null;
                if (StartsAhead)
                {
                    string stopped = Json(lambda);
                    Start(lambda);
                    return RawHttpServer.Answer(stopped);
                }
            }

            return RawHttpServer.Answer(Json(lambda));
        }
    }

    private void Start(FakeLambda lambda)
    {
        if (lambda.Pid is null)
        {
            lambda.TakenAt = HasSpares && !StartsPastSpares ? Moment() : null;
            lambda.Pid = lambda.LastPid = Pid ?? (HasSpares && TakesAnother ? ++lambda.Spare : HasSpares ? lambda.Spare : _nextPid++);
            lambda.Starts++;
            lambda.StartedAt = HasSpares && !StartsPastSpares ? lambda.SpareStartedAt : Moment();
            lambda.Spare++;
            lambda.SpareStartedAt = DateTime.UtcNow;
        }

        DateTime Moment() => DateTime.UtcNow - (StartedAtIsEarly ? TimeSpan.FromMinutes(1) : TimeSpan.Zero);
    }

    private string Json(FakeLambda lambda)
    {
        string phase = LosesPhases ? "null" : Number(0.5);
        string lastStart = lambda.Starts == 0
            ? "null"
            : $$$"""{"startedAt":"{{{lambda.StartedAt:O}}}","pid":{{{lambda.LastPid}}},"phases":{"spawnMicroseconds":0.25,"acceptMicroseconds":{{{phase}}},"firstAnswerMicroseconds":{{{phase}}} }{{{Kind(lambda)}}}}""";
        return $$"""
            {"id":"{{lambda.Id}}","route":"{{lambda.Route}}","communicationMode":"{{lambda.Mode}}","executable":"x","state":"{{(lambda.Pid is not null ? "running" : TellsFailed ? "failed" : "cold")}}","pid":{{lambda.Pid?.ToString(CultureInfo.InvariantCulture) ?? "null"}},"starts":{{lambda.Starts}},"inFlight":0,"lastStart":{{lastStart}},"lastError":null{{Spares(lambda)}}}
            """;
    }

    private static string Kind(FakeLambda lambda) => lambda.TakenAt is { } takenAt ? $$""","kind":"spare","takenAt":"{{takenAt:O}}" """ : "";

    private string Spares(FakeLambda lambda) =>
        HasSpares ? $$""","spares":{"wanted":1,"pids":[{{lambda.Spare}}],"starts":1,"lastError":null,"failures":0,"retryAfterSeconds":0}""" : "";

    private sealed record FakeLambda(string Id, string Route, string Mode)
    {
        public int? Pid { get; set; }

        public int LastPid { get; set; }

        public int Starts { get; set; }

        public DateTime StartedAt { get; set; }

        /// <summary>Process id of the one that is ready.</summary>
        public int Spare { get; set; } = FirstPid + 1_000_000;

        public DateTime SpareStartedAt { get; set; } = DateTime.UtcNow;

        public DateTime? TakenAt { get; set; }
    }
}
