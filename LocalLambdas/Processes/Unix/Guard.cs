using System.Runtime.Versioning;

namespace LocalLambdas.Processes.Unix;

/// <summary>Keeps a guardian over children: when it was killed, the next start puts another in its place.</summary>
/// <param name="mark">That of all children; see <see cref="Guardian.TryStart"/>.</param>
[UnsupportedOSPlatform("windows")]
internal sealed class Guard(string? mark = null)
{
    private readonly Lock _gate = new();
    private readonly HashSet<int> _children = [];
    private bool _impossible;

    /// <summary>That of all children of this process.</summary>
    public static Guard Shared { get; } = new(Mark.OfAll);

    public Guardian? Guardian { get; private set; }

    /// <summary>False when there can be none.</summary>
    public bool Prepare()
    {
        lock (_gate)
        {
            if (_impossible)
                return false;
            if (Guardian is { IsLost: false })
                return true;

            Guardian?.Dispose();
            Guardian = Guardian.TryStart(mark);
            // Anything else that is in the way may pass
            _impossible = Guardian is null && !File.Exists(Guardian.Shell);
            foreach (int id in _children)
                Guardian?.Add(id);
            return Guardian is not null;
        }
    }

    public void Add(int id)
    {
        lock (_gate)
        {
            _children.Add(id);
            Guardian?.Add(id);
        }
    }

    public void Remove(int id)
    {
        lock (_gate)
        {
            _children.Remove(id);
            Guardian?.Remove(id);
        }
    }
}
