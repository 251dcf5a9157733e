using System.Collections.Concurrent;
using System.Diagnostics;
using PerfRunner.Planning;
using Testing;
using Testing.Otlp;

namespace PerfRunner.Tests.EndToEnd;

/// <summary>The traces of each case: the real runner, proxy and services, run once per case that somebody asks for.</summary>
public sealed class CaseTraces
{
    /// <summary>More than are traced.</summary>
    public const int Requests = 5;

    /// <summary>As many as are traced: each start costs its time.</summary>
    public const int ColdStarts = 3;

    private readonly ConcurrentDictionary<int, Lazy<Task<IReadOnlyList<SpanTree>>>> _traces = new();

    /// <param name="spans">How many spans each trace shall have.</param>
    public Task<IReadOnlyList<SpanTree>> OfAsync(int caseNumber, int spans) =>
        _traces.GetOrAdd(caseNumber, number => new(() => RunAsync(number, spans))).Value;

    private static async Task<IReadOnlyList<SpanTree>> RunAsync(int caseNumber, int spans)
    {
        using OtlpReceiver receiver = new();
        using TempFolder folder = new();
        ProcessStartInfo start = new(
            Artifacts.Executable("PerfRunner"),
            ["--no-build", "--cases", $"{caseNumber}", "--requests", $"{Requests}", "--warmup", "0", "--cold-starts", $"{ColdStarts}", "--output", folder.Path])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach ((string name, string? value) in receiver.Environment)
        {
            start.Environment[name] = value;
        }

        using Process runner = Process.Start(start)!;
        Task<string> output = runner.StandardOutput.ReadToEndAsync();
        Task<string> error = runner.StandardError.ReadToEndAsync();
        await runner.WaitForExitAsync().WaitAsync(Eventually.Limit);
        Assert.True(runner.ExitCode == 0, $"exit code {runner.ExitCode}\n{await output}\n{await error}");

        // What the runner has begun: each trace is complete when all its processes have exported
        string[] traceIds = [.. receiver.Spans.Where(span => span.Service == "perf-runner").Select(span => span.TraceId)];
        return await Task.WhenAll(traceIds.Select(traceId => receiver.TraceAsync(traceId, spans)));
    }

    /// <summary>The case's own sample, and one for each request of the comparison with and without tracing.</summary>
    internal static int ExpectedTraces(CaseDefinition definition) =>
        definition.IsForced ? ColdStarts : 3 + (definition.IsComparedForTracing ? Requests : 0);
}
