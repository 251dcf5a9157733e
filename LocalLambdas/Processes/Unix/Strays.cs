using System.Globalization;
using System.Runtime.Versioning;
using System.Text;

namespace LocalLambdas.Processes.Unix;

/// <summary>What a child has started and what is no longer of its group. Linux alone shows the environment of other processes (proc(5)).</summary>
[SupportedOSPlatform("linux")]
internal static class Strays
{
    private const string Processes = "/proc";

    /// <summary>To be called when the child itself and its group have ended.</summary>
    public static void Kill(string mark)
    {
        byte[] bytes = Encoding.ASCII.GetBytes(mark);
        HashSet<int> killed = [];

        // Until nobody new comes: while some are looked for, others may be started
        while (Find(bytes).Where(killed.Add).ToList() is { Count: > 0 } found)
        {
            // Between the look and this a number would have to come round
            foreach (int id in found)
                _ = LibC.Kill(id, LibC.SIGKILL);
        }
    }

    // Where it is not mounted nobody can be found
    private static IEnumerable<int> Find(byte[] mark) =>
        from folder in Directory.Exists(Processes) ? Directory.EnumerateDirectories(Processes) : []
        let id = int.TryParse(Path.GetFileName(folder), NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? number : 0
        where id > 0 && FileFacts.Of(folder) is { IsOwn: true } && EnvironmentOf(folder).AsSpan().IndexOf(mark) >= 0
        select id;

    private static byte[] EnvironmentOf(string folder)
    {
        try
        {
            return File.ReadAllBytes(Path.Combine(folder, "environ"));
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            // It has ended meanwhile, or does not let itself be looked at (prctl(2), PR_SET_DUMPABLE)
            return [];
        }
    }
}
