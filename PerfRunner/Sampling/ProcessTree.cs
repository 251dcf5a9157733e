using System.Globalization;

namespace PerfRunner.Sampling;

/// <summary>Who started whom.</summary>
internal static class ProcessTree
{
    /// <returns>The process and, on Linux, whatever it and they have started.</returns>
    public static IReadOnlyList<int> Of(int processId)
    {
        if (!OperatingSystem.IsLinux())
        {
            return [processId];
        }

        ILookup<int, int> children = All().ToLookup(pair => pair.Parent, pair => pair.Id);
        List<int> tree = [processId];
        for (int i = 0; i < tree.Count; i++)
        {
            tree.AddRange(children[tree[i]]);
        }

        return tree;
    }

    /// <summary>Fourth field of stat (proc_pid_stat(5)); the second is a name in parentheses, which may contain anything.</summary>
    public static int? ParentOf(string stat)
    {
        string[] fields = stat[(stat.LastIndexOf(')') + 1)..].Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return fields.Length > 1 && int.TryParse(fields[1], NumberStyles.None, CultureInfo.InvariantCulture, out int parent) ? parent : null;
    }

    private static IEnumerable<(int Id, int Parent)> All()
    {
        foreach (string folder in Directory.EnumerateDirectories("/proc"))
        {
            if (int.TryParse(Path.GetFileName(folder), NumberStyles.None, CultureInfo.InvariantCulture, out int id)
                && Read(Path.Combine(folder, "stat")) is { } stat && ParentOf(stat) is { } parent)
            {
                yield return (id, parent);
            }
        }
    }

    private static string? Read(string file)
    {
        try
        {
            return File.ReadAllText(file);
        }
        catch (IOException)
        {
            // It has ended meanwhile.
            return null;
        }
    }
}
