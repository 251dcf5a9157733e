using System.Globalization;

namespace LambdaRuntime;

/// <summary>Tells when the process that started this one is gone, also when it was killed.</summary>
/// <remarks>
/// On Linux and macOS it asks for the parent's process id every half second: a process whose parent ends is given another one.
/// Linux could send a signal instead (PR_SET_PDEATHSIG), but sends it when the parent's <em>thread</em> that started the child ends, and
/// a thread of a thread pool ends at any time: https://man7.org/linux/man-pages/man2/PR_SET_PDEATHSIG.2const.html.
/// When <c>LAMBDA_PARENT_PID</c> is set, that process is watched too: it may stand above a script that is the parent.
/// On Windows, where a process is not told of its parent, it waits for <c>LAMBDA_PARENT_PID</c> alone.
/// </remarks>
public sealed class ParentWatch : IDisposable
{
    internal const string Variable = "LAMBDA_PARENT_PID";

    private readonly IDisposable? _watch;

    private ParentWatch(IDisposable? watch) => _watch = watch;

    /// <summary>Starts to watch; a parent that is gone already is reported before this returns.</summary>
    /// <param name="onGone">May be called again as long as the process lives on.</param>
    /// <exception cref="LambdaStartException"><c>LAMBDA_PARENT_PID</c> is not a process id.</exception>
    public static ParentWatch Start(Action onGone)
    {
        var announced = Announced();
        return new(OperatingSystem.IsWindows() ? WindowsParent.Watch(announced, onGone) : UnixParent.Watch(announced, onGone));
    }

    /// <summary>Watches no longer.</summary>
    public void Dispose() => _watch?.Dispose();

    private static int? Announced()
    {
        var text = Environment.GetEnvironmentVariable(Variable);
        if (string.IsNullOrEmpty(text))
            return null;
        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var id) && id > 0
            ? id
            : throw new LambdaStartException(
                LambdaStartError.BadSetting, $"{Variable} is '{text}': set it to the process id of the parent, or do not set it");
    }
}
