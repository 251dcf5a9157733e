namespace LocalLambdas.Manifests;

/// <summary>Reads and checks a manifest. The first error in the order of the file is the one that is reported.</summary>
internal static class ManifestReader
{
    /// <exception cref="ManifestException">The file cannot be read or has an error.</exception>
    public static Manifest Read(string file)
    {
        using var content = ManifestFile.Open(file);
        using var xml = new ManifestXml(file, content);
        var path = Path.GetFullPath(file);
        var processes = new ProcessReader(xml, Path.GetDirectoryName(path)!);

        var root = xml.Root();
        if (root.Name != ElementNames.Manifest)
            throw root.Error(ManifestError.WrongRoot, $"the root must be <{ElementNames.Manifest}>", $"put the processes into <{ElementNames.Manifest}>");
        xml.RejectAttributes(root);

        var lambdas = new List<LambdaDefinition>();
        while (xml.NextChild(root))
            lambdas.Add(processes.Read());
        if (lambdas.Count == 0)
            throw root.Error(ManifestError.NoProcess, $"there is no <{ElementNames.Process}>", $"add a <{ElementNames.Process}> for each lambda");

        xml.ReadToEnd();
        return new Manifest(path, lambdas);
    }
}
