using PerfRunner.Planning;
using PerfRunner.Results;
using Spectre.Console;

namespace PerfRunner.Running;

/// <summary>A line on the terminal that changes while a case runs, and stays with its result.</summary>
internal sealed class LiveRunReporter : IRunReporter
{
    private readonly StatusContext _status;
    private readonly IAnsiConsole _console;
    private string _case = "";

    private LiveRunReporter(StatusContext status, IAnsiConsole console)
    {
        _status = status;
        _console = console;
    }

    /// <summary>The spinner moves only when something is reported: a timer of its own would draw while requests are timed.</summary>
    public static Task<T> RunAsync<T>(IAnsiConsole console, Func<IRunReporter, Task<T>> run) =>
        console.Status().AutoRefresh(false).StartAsync("Preparing", status => run(new LiveRunReporter(status, console)));

    public void Stage(string text) => Show(text);

    public void CaseStarting(CaseDefinition definition, int position, int count)
    {
        _case = $"[{position}/{count}] {definition.Name}";
        Show(_case);
    }

    public void CaseProgress(string text) => Show($"{_case}: {text}");

    public void CaseFinished(CaseResult result)
    {
        string style = result.Status == CaseStatus.Skipped ? "yellow" : result.Errors > 0 ? "red" : "green";
        _console.MarkupLine($"[{style}]{Markup.Escape(_case)}[/]: {Markup.Escape(CaseLine.Of(result))}");
    }

    private void Show(string text)
    {
        _status.Status(Markup.Escape(text));
        _status.Refresh();
    }
}
