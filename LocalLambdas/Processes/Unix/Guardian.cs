using System.Globalization;
using System.Runtime.Versioning;
using System.Text;

namespace LocalLambdas.Processes.Unix;

/// <summary>
/// A shell that outlives this process by the moment it takes to kill the children. It reads <c>+ID</c> and <c>-ID</c>; the end of its
/// input means that this process is gone, however it ended, and every group still listed is killed, and on Linux whoever bears the mark of
/// its children and has left their groups. It ends by itself.
/// </summary>
/// <remarks>
/// A group is taken off the list before its leader is reaped, so that no listed number can be another's while this process lives; after
/// its death the system reaps them, and a number would have to come round within the milliseconds until the guardian acts.
/// </remarks>
[UnsupportedOSPlatform("windows")]
internal sealed unsafe class Guardian : IDisposable
{
    public const string Shell = "/bin/sh";

    /// <summary>
    /// <para>Ignores what a terminal or a service manager sends to everybody: it has to be the last. Only digits reach <c>eval</c>.</para>
    /// <para>A shell has no set: <c>gID</c> is 1 for a listed group and 0 for one that was; <c>ids</c> has every id with such a variable
    /// once, and is cleaned when more than half of it is gone. So a line costs the same however many were started before.</para>
    /// </summary>
    private const string Script = """
        trap '' HUP INT QUIT TERM
        ids= count=0 live=0
        while read -r line; do
          id=${line#?}
          case $id in '' | *[!0-9]*) continue ;; esac
          eval "state=\${g$id-}"
          case $line in
            +*)
              if [ -z "$state" ]; then ids="$ids $id"; count=$((count + 1)); fi
              if [ "$state" != 1 ]; then live=$((live + 1)); fi
              eval "g$id=1" ;;
            -*)
              if [ "$state" = 1 ]; then live=$((live - 1)); eval "g$id=0"; fi ;;
          esac
          if [ "$count" -gt $((live * 2 + 64)) ]; then
            kept= count=0
            for id in $ids; do
              eval "state=\$g$id"
              if [ "$state" = 1 ]; then kept="$kept $id"; count=$((count + 1)); else unset "g$id"; fi
            done
            ids=$kept
          fi
        done
        for id in $ids; do
          eval "state=\$g$id"
          if [ "$state" = 1 ]; then kill -s KILL -- "-$id"; fi
        done
        if [ -n "$1" ]; then
          for file in $(grep -l -F -e "$1" /proc/[0-9]*/environ); do
            id=${file#/proc/}
            kill -s KILL -- "${id%/environ}"
          done
        fi
        """;

    private readonly ProcessGroup _process;
    private readonly int _input;
    private bool _closed;

    private Guardian(ProcessGroup process, int input)
    {
        _process = process;
        _input = input;
    }

    public int Id => _process.Id;

    public Task<ChildExit> Exited => _process.Exited;

    /// <summary>Somebody killed it, or it no longer reads.</summary>
    public bool IsLost => _closed || _process.Exited.IsCompleted;

    /// <summary>Null when the system has no shell, or cannot start one.</summary>
    /// <param name="mark">Kills besides who bears it, where the system shows that; null: nobody.</param>
    public static Guardian? TryStart(string? mark = null)
    {
        ProcessGroup.Listen();
        if (!LibC.TryCreatePipe(out int readEnd, out int writeEnd))
            return null;

        try
        {
            using SpawnFileActions actions = SpawnFileActions.Create();
            actions.InputFrom(readEnd);
            actions.CloseFrom(ChildProcessStart.ChannelDescriptor);
            actions.ChangeDirectory("/");
            using NativeStrings arguments = new([], [Shell, "-c", Script, "local_lambdas-guardian", mark ?? ""]);
            // No environment: nothing a shell does at its start (ENV) and no variable with a name like ours
            using NativeStrings environment = new([], []);
            ProcessGroup process = ProcessGroup.Watch(Spawner.Spawn(Shell, "/", arguments, environment, actions));
            process.Check();
            return new Guardian(process, writeEnd);
        }
        catch (ChildProcessException)
        {
            _ = LibC.Close(writeEnd);
            return null;
        }
        finally
        {
            _ = LibC.Close(readEnd);
        }
    }

    public void Add(int id) => Write('+', id);

    public void Remove(int id) => Write('-', id);

    /// <summary>Ends it without any effect on those it guards.</summary>
    public void Abandon()
    {
        _process.Signal(LibC.SIGKILL);
        Dispose();
    }

    /// <summary>Lets it believe that this process is gone.</summary>
    public void Dispose()
    {
        if (!_closed)
            _ = LibC.Close(_input);
        _closed = true;
    }

    /// <summary>
    /// A short write to a pipe is whole or not at all; one that would block has a reader that hangs. That one must not wake up some day
    /// and kill what it believes to be on its list.
    /// </summary>
    private void Write(char sign, int id)
    {
        if (IsLost)
            return;

        byte[] line = Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{sign}{id}\n"));
        fixed (byte* bytes = line)
        {
            if (!LibC.IsReady(_input, LibC.POLLOUT) || LibC.Write(_input, bytes, (nuint)line.Length) != line.Length)
                Abandon();
        }
    }
}
