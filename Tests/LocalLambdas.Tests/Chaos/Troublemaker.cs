using Testing.Processes;
using Testing.Proxy;

namespace LocalLambdas.Tests.Chaos;

/// <summary>Does to lambdas what goes wrong in life, each once a round and in another order each time.</summary>
internal sealed class Troublemaker(ProxyProcess proxy, Uri address, IReadOnlyList<ChaosLambda> lambdas, int seed, ChaosReport report)
{
    public const string Kill = "kill";
    public const string Stop = "stop";

    private const string Freeze = "freeze";
    private const string Garbage = "garbage";
    private const int RightAnswersBetween = 20;

    private static readonly TimeSpan RevivesAfter = TimeSpan.FromSeconds(1);

    private readonly Random _random = new(seed);
    private int _requests;

    public static IReadOnlyList<string> Faults { get; } = ["hang", Freeze, "crash", "flood", "truncate", Garbage, "surplus", "noise"];

    public async Task RoundAsync(CancellationToken cancellationToken)
    {
        string[] anywhere = [Kill, Kill, Kill, Stop, .. Faults, "hang"];

        // It is another one in each protocol
        (string Action, string? Mode)[] actions =
        [
            .. anywhere.Select(action => (action, (string?)null)),
            .. lambdas.Select(lambda => lambda.Mode).Distinct().Select(mode => (Garbage, mode)),
        ];
        _random.Shuffle(actions);
        foreach (var (action, mode) in actions)
        {
            await ActAsync(action, mode, cancellationToken);
            await ProgressAsync(action, cancellationToken);
        }
    }

    /// <summary>Starts what failed and would be waited for longer and longer. A start that fails is tried again by the next request.</summary>
    private async Task ReviveAsync(CancellationToken cancellationToken)
    {
        foreach (var status in await proxy.Admin.LambdasAsync(cancellationToken))
        {
            if (status.State != "failed")
                continue;
            using var response = await proxy.Admin.SendAsync(HttpMethod.Post, $"/lambdas/{status.Id}/start", cancellationToken);
        }
    }

    private async Task ActAsync(string action, string? mode, CancellationToken cancellationToken)
    {
        // Otherwise the action may meet a lambda that is not started again yet, which is worth a try as well
        if (_random.Next(4) > 0)
            await ReviveAsync(cancellationToken);
        var isHttpOnly = action is "surplus" or "noise";
        var choices = lambdas.Where(lambda => (lambda.IsHttp || !isHttpOnly) && (mode ?? lambda.Mode) == lambda.Mode).ToArray();
        var lambda = choices[_random.Next(choices.Length)];
        switch (action)
        {
            case Kill:
                await KillAsync(lambda, cancellationToken);
                break;
            case Stop:
                await proxy.Admin.StopAsync(lambda.Id, cancellationToken);
                report.Did(Stop);
                break;
            default:
                await AskAsync(new(lambda, $"fault-{++_requests}", [], action, _random.Next()), cancellationToken);
                if (action == Freeze)
                    await KillAsync(lambda, cancellationToken);
                break;
        }
    }

    private async Task KillAsync(ChaosLambda lambda, CancellationToken cancellationToken)
    {
        if ((await proxy.Admin.LambdaAsync(lambda.Id, cancellationToken)).Pid is not { } pid)
            return;
        LambdaProcesses.Kill(pid);
        report.Did(Kill);
    }

    private async Task AskAsync(ChaosRequest request, CancellationToken cancellationToken)
    {
        using var connection = await ChaosConnection.OpenAsync(address, cancellationToken);
        await connection.SendAsync([request], cancellationToken);
        report.Add(request, await connection.ReadAsync(cancellationToken));
        report.Did(request.Fault!);
    }

    // Whatever has been done to one lambda, the others go on
    private async Task ProgressAsync(string action, CancellationToken cancellationToken)
    {
        var enough = report.Right + RightAnswersBetween;
        var waiting = System.Diagnostics.Stopwatch.StartNew();
        await Testing.Eventually.True(
            async () =>
            {
                if (waiting.Elapsed > RevivesAfter)
                    await ReviveAsync(cancellationToken);
                return report.Right >= enough;
            },
            () => $"{RightAnswersBetween} right answers after {action}\n{report}");
    }
}
