using System.ComponentModel;
using System.Diagnostics;

namespace LambdaRuntime;

/// <summary>Waits for the handle of the parent's process.</summary>
internal static class WindowsParent
{
    public static IDisposable? Watch(int? announced, Action onGone)
    {
        if (announced is not { } id)
            return null;
        try
        {
            var parent = Process.GetProcessById(id);
            parent.Exited += (_, _) => onGone();
            parent.EnableRaisingEvents = true;
            return parent;
        }
        catch (ArgumentException)
        {
            onGone();
            return null;
        }
        catch (Win32Exception exception)
        {
            throw new LambdaStartException(
                LambdaStartError.BadSetting, $"{ParentWatch.Variable} is {id}, a process that this one may not watch: {exception.Message}");
        }
    }
}
