using System.Runtime.Versioning;

namespace LocalLambdas.Processes.Unix;

/// <summary>The guardian of this process's children; a new one takes over when it was killed.</summary>
[UnsupportedOSPlatform("windows")]
internal static class Guard
{
    private static readonly Lock Gate = new();
    private static readonly HashSet<int> Children = [];
    private static Guardian? s_guardian;
    private static bool s_impossible;

    /// <summary>False when there can be none.</summary>
    public static bool Prepare()
    {
        lock (Gate)
        {
            if (s_impossible)
                return false;
            if (s_guardian is { IsLost: false })
                return true;

            // It must not wake up (when it was only stopped) to an end of file and kill what its successor guards
            s_guardian?.Abandon();
            s_guardian = Guardian.TryStart();
            s_impossible = s_guardian is null;
            foreach (int id in Children)
                s_guardian?.Add(id);
            return !s_impossible;
        }
    }

    public static void Add(int id)
    {
        lock (Gate)
        {
            Children.Add(id);
            s_guardian?.Add(id);
        }
    }

    public static void Remove(int id)
    {
        lock (Gate)
        {
            Children.Remove(id);
            s_guardian?.Remove(id);
        }
    }
}
