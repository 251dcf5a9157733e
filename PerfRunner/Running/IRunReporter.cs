using PerfRunner.Planning;
using PerfRunner.Results;

namespace PerfRunner.Running;

/// <summary>
/// Shows how a run gets on. Never called while something is timed: drawing takes processor time from what is measured.
/// </summary>
internal interface IRunReporter
{
    void Stage(string text);

    /// <param name="position">From 1.</param>
    void CaseStarting(CaseDefinition definition, int position, int count);

    void CaseProgress(string text);

    void CaseFinished(CaseResult result);
}
