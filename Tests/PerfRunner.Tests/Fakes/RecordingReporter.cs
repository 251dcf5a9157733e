using PerfRunner.Planning;
using PerfRunner.Results;
using PerfRunner.Running;

namespace PerfRunner.Tests.Fakes;

internal sealed class RecordingReporter : IRunReporter
{
    public List<string> Lines { get; } = [];

    public void Stage(string text) => Lines.Add(text);

    public void CaseStarting(CaseDefinition definition, int position, int count) => Lines.Add($"{position}/{count} {definition.Name}");

    public void CaseProgress(string text) => Lines.Add(text);

    public void CaseFinished(CaseResult result) => Lines.Add($"{result.Name} {result.Status}");
}
