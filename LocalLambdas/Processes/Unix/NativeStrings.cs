using System.Runtime.InteropServices;
using System.Text;

namespace LocalLambdas.Processes.Unix;

/// <summary>A null-terminated array of C strings, as <c>argv</c> and <c>envp</c> want it, in one allocation.</summary>
internal readonly unsafe struct NativeStrings : IDisposable
{
    public byte** Pointer { get; }

    /// <param name="shared">Entries that exist already and outlive this array.</param>
    /// <param name="strings">Entries that are encoded behind them.</param>
    public NativeStrings(ReadOnlySpan<nint> shared, ReadOnlySpan<string> strings)
    {
        int bytes = 0;
        foreach (string value in strings)
        {
            if (value.Contains('\0'))
                throw new ChildProcessException(ChildProcessError.Other, "arguments and environment cannot contain the character U+0000");
            bytes += Encoding.UTF8.GetByteCount(value) + 1;
        }

        int table = (shared.Length + strings.Length + 1) * sizeof(byte*);
        byte* memory = (byte*)NativeMemory.Alloc((nuint)(table + bytes));
        Pointer = (byte**)memory;
        int index = 0;
        foreach (nint entry in shared)
            Pointer[index++] = (byte*)entry;

        Span<byte> free = new(memory + table, bytes);
        foreach (string value in strings)
        {
            Pointer[index++] = memory + table + (bytes - free.Length);
            int length = Encoding.UTF8.GetBytes(value, free);
            free[length] = 0;
            free = free[(length + 1)..];
        }

        Pointer[index] = null;
    }

    public void Dispose() => NativeMemory.Free(Pointer);
}
