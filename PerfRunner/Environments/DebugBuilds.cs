using System.Diagnostics;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace PerfRunner.Environments;

/// <summary>Finds programs that were compiled without optimization: their figures would mislead.</summary>
internal static class DebugBuilds
{
    /// <param name="executables">Programs; of a .NET one the assembly beside it is looked at, others are taken for release builds.</param>
    public static IReadOnlyList<string> Among(IEnumerable<string> executables) =>
        [.. executables.Select(AssemblyOf).Where(file => File.Exists(file) && IsUnoptimized(file)).Distinct()];

    private static string AssemblyOf(string executable)
    {
        bool hasExtension = executable.EndsWith(".exe", StringComparison.OrdinalIgnoreCase)
            || executable.EndsWith(".dll", StringComparison.OrdinalIgnoreCase);
        return hasExtension ? Path.ChangeExtension(executable, ".dll") : executable + ".dll";
    }

    private static bool IsUnoptimized(string file)
    {
        using PEReader image = new(File.OpenRead(file));
        if (!image.HasMetadata)
        {
            return false;
        }

        MetadataReader metadata = image.GetMetadataReader();
        return metadata.GetAssemblyDefinition().GetCustomAttributes()
            .Select(metadata.GetCustomAttribute)
            .Any(attribute => NameOf(metadata, attribute) == nameof(DebuggableAttribute) && DisablesOptimizations(metadata, attribute));
    }

    private static string? NameOf(MetadataReader metadata, CustomAttribute attribute)
    {
        if (attribute.Constructor.Kind != HandleKind.MemberReference)
        {
            return null;
        }

        EntityHandle type = metadata.GetMemberReference((MemberReferenceHandle)attribute.Constructor).Parent;
        return type.Kind == HandleKind.TypeReference
            ? metadata.GetString(metadata.GetTypeReference((TypeReferenceHandle)type).Name)
            : null;
    }

    /// <summary>The value is a two-byte prolog, then the constructor's DebuggingModes (ECMA-335, II.23.3).</summary>
    private static bool DisablesOptimizations(MetadataReader metadata, CustomAttribute attribute)
    {
        BlobReader value = metadata.GetBlobReader(attribute.Value);
        return value.Length >= sizeof(ushort) + sizeof(int)
            && value.ReadUInt16() == 1
            && ((DebuggableAttribute.DebuggingModes)value.ReadInt32()).HasFlag(DebuggableAttribute.DebuggingModes.DisableOptimizations);
    }
}
