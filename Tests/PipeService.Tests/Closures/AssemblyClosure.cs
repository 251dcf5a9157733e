using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace PipeService.Tests.Closures;

/// <summary>All assemblies that a program can come to load through references, itself among them.</summary>
internal static class AssemblyClosure
{
    /// <param name="folders">Where assemblies are looked for, in order.</param>
    /// <exception cref="FileNotFoundException">An assembly is referenced that lies in none of the folders.</exception>
    public static IReadOnlySet<string> Of(string assemblyFile, IReadOnlyList<string> folders)
    {
        var closure = new HashSet<string>(StringComparer.OrdinalIgnoreCase) { Path.GetFileNameWithoutExtension(assemblyFile) };
        var files = new Queue<string>([assemblyFile]);
        while (files.TryDequeue(out var file))
            foreach (var name in References(file))
                if (closure.Add(name))
                    files.Enqueue(Find(name, folders));
        return closure;
    }

    // The metadata itself: nothing is loaded, so what is not there cannot be hidden by what the tests have loaded
    private static List<string> References(string file)
    {
        using var image = new PEReader(File.OpenRead(file));
        var metadata = image.GetMetadataReader();
        return [.. metadata.AssemblyReferences.Select(handle => metadata.GetString(metadata.GetAssemblyReference(handle).Name))];
    }

    private static string Find(string name, IReadOnlyList<string> folders) =>
        folders.Select(folder => Path.Combine(folder, name + ".dll")).FirstOrDefault(File.Exists)
        ?? throw new FileNotFoundException($"{name}.dll lies in none of {string.Join(", ", folders)}");
}
