using PerfRunner.Planning;
using PerfRunner.Results;

namespace PerfRunner.Running;

/// <summary>One line for each thing that is done, for logs.</summary>
internal sealed class PlainRunReporter(TextWriter output) : IRunReporter
{
    private string _case = "";

    public void Stage(string text) => output.WriteLine(text);

    public void CaseStarting(CaseDefinition definition, int position, int count) => _case = $"[{position}/{count}] {definition.Name}";

    public void CaseProgress(string text)
    {
        // A log needs the outcome, not the way to it.
    }

    public void CaseFinished(CaseResult result) => output.WriteLine($"{_case}: {CaseLine.Of(result)}");
}
