using System.Collections.Concurrent;

namespace LocalLambdas.Tests.Chaos;

/// <summary>What came of all requests.</summary>
internal sealed class ChaosReport
{
    private readonly ConcurrentDictionary<string, int> _kinds = new();
    private readonly ConcurrentDictionary<string, int> _right = new();
    private readonly ConcurrentDictionary<string, int> _actions = new();
    private readonly ConcurrentQueue<string> _violations = new();

    public IReadOnlyCollection<string> Violations => _violations;

    /// <summary>Right answers, of all lambdas.</summary>
    public int Right => _right.Values.Sum();

    public int RightOf(ChaosLambda lambda) => _right.GetValueOrDefault(lambda.Id);

    public int Of(string kind) => _kinds.GetValueOrDefault(kind);

    public int Actions(string name) => _actions.GetValueOrDefault(name);

    public void Add(ChaosRequest request, ChaosAnswer answer)
    {
        if (answer.WrongFor(request) is { } wrong)
        {
            Violated($"{request.Uri}: {wrong}: {answer.Status}, {answer.Body.Length} bytes");
            return;
        }

        _kinds.AddOrUpdate(answer.Kind, 1, (_, count) => count + 1);
        if (answer is { Status: 200, IsBrokenOff: false })
            _right.AddOrUpdate(request.Lambda.Id, 1, (_, count) => count + 1);
    }

    public void Did(string action) => _actions.AddOrUpdate(action, 1, (_, count) => count + 1);

    public void Violated(string what) => _violations.Enqueue(what);

    public override string ToString() =>
        $"answers: {List(_kinds)}\nright: {List(_right)}\nactions: {List(_actions)}\nviolations: {_violations.Count}\n{string.Join('\n', _violations.Take(20))}";

    private static string List(ConcurrentDictionary<string, int> counts) => string.Join(", ", counts.OrderBy(count => count.Key).Select(count => $"{count.Key}: {count.Value}"));
}
