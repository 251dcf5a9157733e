using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;

namespace Testing.Proxy;

/// <summary>Every line of both outputs, in the order of arrival.</summary>
[SuppressMessage("Design", "CA1001", Justification = "Without its wait handle, which nobody asks for, the event holds nothing; and lines may come late.")]
public sealed class ProxyOutput
{
    private const string ListeningPrefix = "Listening on ";
    private const string AdminPrefix = "Admin on ";

    private readonly ConcurrentQueue<OutputLine> _lines = new();
    private readonly ManualResetEventSlim _read = new(initialState: true);
    private readonly TaskCompletionSource<Uri> _listening = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource<Uri> _admin = new(TaskCreationOptions.RunContinuationsAsynchronously);

    internal ProxyOutput(Process process)
    {
        process.OutputDataReceived += (_, line) => Add(isError: false, line.Data);
        process.ErrorDataReceived += (_, line) => Add(isError: true, line.Data);
    }

    public Task<Uri> Listening => _listening.Task;

    public Task<Uri> Admin => _admin.Task;

    public IReadOnlyList<OutputLine> Lines => [.. _lines];

    public IReadOnlyList<string> Errors => [.. _lines.Where(line => line.IsError).Select(line => line.Text)];

    /// <summary>What the log holds of a lambda, without the prefix that names it.</summary>
    public IEnumerable<string> Of(string lambda) =>
        from line in _lines
        let prefix = $"[{lambda}] "
        let at = line.Text.IndexOf(prefix, StringComparison.Ordinal)
        where at >= 0
        select line.Text[(at + prefix.Length)..];

    /// <summary>Waits for an entry about a lambda: they are written after what they tell of, and read later still.</summary>
    public Task LoggedAsync(string lambda, string text) =>
        Eventually.True(() => Of(lambda).Any(line => line.Contains(text, StringComparison.Ordinal)), $"the log has '{text}' of {lambda}");

    /// <summary>From now on nobody reads, so that the pipe fills.</summary>
    public void Hold() => _read.Reset();

    public void Release() => _read.Set();

    private void Add(bool isError, string? text)
    {
        _read.Wait();
        if (text is null)
            return;
        _lines.Enqueue(new(isError, text));
        if (!isError && text.StartsWith(ListeningPrefix, StringComparison.Ordinal))
            _listening.TrySetResult(new(text[ListeningPrefix.Length..]));
        if (!isError && text.StartsWith(AdminPrefix, StringComparison.Ordinal))
            _admin.TrySetResult(new(text[AdminPrefix.Length..]));
    }
}
