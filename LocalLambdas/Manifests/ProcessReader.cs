namespace LocalLambdas.Manifests;

/// <summary>Reads the processes of one manifest, and knows which ids, routes and pipe names are taken.</summary>
internal sealed class ProcessReader(ManifestXml xml, string folder)
{
    private readonly TakenValues _ids = new(ManifestError.DuplicateId, StringComparer.Ordinal);
    private readonly TakenValues _routes = new(ManifestError.DuplicateRoute, StringComparer.Ordinal);

    // Sockets on macOS and named pipes on Windows do not tell upper from lower case
    private readonly TakenValues _pipeNames = new(ManifestError.DuplicatePipeName, StringComparer.OrdinalIgnoreCase);

    public LambdaDefinition Read()
    {
        var process = xml.Current;
        if (process.Name != ElementNames.Process)
            throw UnknownElement(process, [ElementNames.Process]);
        xml.RejectAttributes(process);

        // The meaning of an element depends on the mode, which may stand behind it: so all are read before any is checked,
        // and an error in the XML waits until the elements before it have been.
        var elements = new List<ManifestElement>();
        ManifestException? syntaxError = null;
        try
        {
            ReadElements(process, elements);
        }
        catch (ManifestException e)
        {
            syntaxError = e;
        }

        var draft = new LambdaDraft(process, folder);
        var usesPipe = UsesPipe(elements) ?? syntaxError is null;
        foreach (var element in elements)
        {
            draft.Set(element);
            (element.Name switch
            {
                ElementNames.Id => _ids,
                ElementNames.Route => _routes,
                ElementNames.PipeName when usesPipe => _pipeNames,
                _ => null,
            })?.Take(element);
        }

        return syntaxError is null ? draft.Complete() : throw syntaxError;
    }

    private void ReadElements(ManifestElement process, List<ManifestElement> elements)
    {
        var lines = new Dictionary<string, int>();
        while (xml.NextChild(process))
        {
            var element = xml.Current;
            if (!ElementNames.OfProcess.Contains(element.Name))
                throw UnknownElement(element, ElementNames.OfProcess);
            if (element.Name != ElementNames.Argument && !lines.TryAdd(element.Name, element.Line))
                throw element.Error(ManifestError.DuplicateElement, $"already stands on line {lines[element.Name]} of this process", "remove one of them");
            elements.Add(xml.ReadText());
        }
    }

    /// <summary>Null when the elements do not say.</summary>
    private static bool? UsesPipe(List<ManifestElement> elements)
    {
        foreach (var element in elements)
        {
            if (element.Name == ElementNames.CommunicationMode)
                return element.Value == ElementValues.PipeMode;
        }

        return null;
    }

    private static ManifestException UnknownElement(ManifestElement element, string[] known) =>
        element.Error(ManifestError.UnknownElement, "is unknown here", ElementNames.Suggest(element.Name, known));
}
