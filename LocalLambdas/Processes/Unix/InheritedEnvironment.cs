using System.Collections;
using System.Runtime.InteropServices;

namespace LocalLambdas.Processes.Unix;

/// <summary>The environment of this process, encoded once: each start only adds its few entries.</summary>
internal static unsafe class InheritedEnvironment
{
    private static readonly (string Name, nint Entry)[] Entries = Encode();

    /// <summary>The environment with these entries added, or put in the place of those of the same name.</summary>
    public static NativeStrings With(IReadOnlyDictionary<string, string> added, string mark)
    {
        nint[] kept = new nint[Entries.Length];
        int count = 0;
        foreach ((string name, nint entry) in Entries)
        {
            if (name != Mark.Variable && !added.ContainsKey(name))
                kept[count++] = entry;
        }

        string[] own = new string[added.Count + 1];
        own[0] = $"{Mark.Variable}={mark}";
        int index = 1;
        foreach ((string name, string value) in added)
            own[index++] = $"{name}={value}";
        return new NativeStrings(kept.AsSpan(0, count), own);
    }

    private static (string, nint)[] Encode() =>
    [
        .. from DictionaryEntry variable in Environment.GetEnvironmentVariables()
           select ((string)variable.Key, Marshal.StringToCoTaskMemUTF8($"{variable.Key}={variable.Value}")),
    ];
}
