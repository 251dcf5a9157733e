namespace LocalLambdas.Sockets;

/// <summary>What is put off until all is done that has happened to sockets at the same time: then it is done once for all of it.</summary>
internal static class EndOfBatch
{
    [ThreadStatic]
    private static List<Action>? _actions;

    /// <summary>False on a thread that knows no batches: it is to be done at once.</summary>
    public static bool TryPutOff(Action action)
    {
        if (_actions is null) return false;
        _actions.Add(action);
        return true;
    }

    /// <summary>This thread has batches from now on.</summary>
    public static void Begin() => _actions = [];

    public static void Come()
    {
        // More may be put off meanwhile.
        for (var i = 0; i < _actions!.Count; i++) _actions[i]();
        _actions.Clear();
    }
}
