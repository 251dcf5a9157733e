using System.Text;
using System.Xml;

namespace LocalLambdas.Manifests;

/// <summary>Reads XML of which a manifest uses but a part: elements and text, no attributes and nothing from outside the file.</summary>
internal sealed class ManifestXml : IDisposable
{
    private static readonly XmlReaderSettings Settings = new()
    {
        DtdProcessing = DtdProcessing.Prohibit,
        XmlResolver = null,
    };

    private static readonly Lazy<string> DocumentTypeMessage = new(MessageForDocumentType);

    private readonly string _file;
    private readonly XmlReader _reader;
    private readonly IXmlLineInfo _position;
    private int _lineAfterNode = 1;

    public ManifestXml(string file, Stream content)
    {
        _file = file;
        try
        {
            // Already reads the first bytes, for the encoding
            _reader = XmlReader.Create(content, Settings);
        }
        catch (XmlException e)
        {
            throw Malformed(e);
        }

        _position = (IXmlLineInfo)_reader;
    }

    public void Dispose() => _reader.Dispose();

    /// <summary>The element whose start has just been read.</summary>
    public ManifestElement Current => new(_file, _position.LineNumber, _reader.Name, _reader.IsEmptyElement, "");

    /// <summary>Reads to the start of the root element.</summary>
    public ManifestElement Root()
    {
        do
            Read();
        while (_reader.NodeType != XmlNodeType.Element);
        return Current;
    }

    /// <summary>Reads on to the start of the next child of an element, or to the end of that element.</summary>
    public bool NextChild(ManifestElement parent)
    {
        while (!parent.IsEmpty && Read() && _reader.NodeType != XmlNodeType.EndElement)
        {
            if (_reader.NodeType == XmlNodeType.Element)
                return true;
            if (IsText() && !string.IsNullOrWhiteSpace(_reader.Value))
                throw UnexpectedText(parent);
        }

        return false;
    }

    public void RejectAttributes(ManifestElement element)
    {
        if (!_reader.MoveToFirstAttribute())
            return;
        throw new ManifestException(
            ManifestError.UnknownAttribute, _file, _position.LineNumber, element.Name,
            $"the attribute '{_reader.Name}' is unknown", "remove it; everything is written as an element");
    }

    /// <summary>Reads the current element with its text to its end.</summary>
    public ManifestElement ReadText()
    {
        var element = Current;
        RejectAttributes(element);
        var text = new StringBuilder();
        while (!element.IsEmpty && Read() && _reader.NodeType != XmlNodeType.EndElement)
        {
            if (_reader.NodeType == XmlNodeType.Element)
                throw Current.Error(ManifestError.UnknownElement, $"<{element.Name}> holds text alone", "remove the element, or write '<' as &lt;");
            if (IsText())
                text.Append(_reader.Value);
        }

        return element with { Text = text.ToString() };
    }

    /// <summary>Reads what follows the root element, which may be nothing but white space and comments.</summary>
    public void ReadToEnd()
    {
        while (Read())
        {
        }
    }

    private bool IsText() =>
        _reader.NodeType is XmlNodeType.Text or XmlNodeType.CDATA or XmlNodeType.Whitespace or XmlNodeType.SignificantWhitespace;

    private ManifestException UnexpectedText(ManifestElement parent)
    {
        var value = _reader.Value;
        var leading = value.AsSpan(0, value.Length - value.AsSpan().TrimStart().Length);
        var text = parent with { Line = _position.LineNumber + leading.Count('\n'), Text = value };
        return text.Error(ManifestError.UnexpectedText, $"the text {text.Quoted} stands between elements", "remove it, or put it into an element");
    }

    private bool Read()
    {
        try
        {
            var more = _reader.Read();
            _lineAfterNode = _position.LineNumber + _reader.Value.AsSpan().Count('\n');
            return more;
        }
        catch (XmlException e) when (e.Message == DocumentTypeMessage.Value)
        {
            throw new ManifestException(
                ManifestError.DocumentTypeDeclared, _file, _lineAfterNode, null,
                "a document type declaration (<!DOCTYPE) is not allowed", "remove it; entities are never resolved", e);
        }
        catch (XmlException e)
        {
            throw Malformed(e);
        }
    }

    private ManifestException Malformed(XmlException e)
    {
        var line = e.LineNumber > 0 ? e.LineNumber : _lineAfterNode;
        return new ManifestException(ManifestError.MalformedXml, _file, line, null, $"not well-formed XML ({e.Message.TrimEnd('.')})", "correct the XML", e);
    }

    // The reader has no error codes and names no line for this one: it is told by the text that this runtime gives to it
    private static string MessageForDocumentType()
    {
        try
        {
            using var reader = XmlReader.Create(new StringReader("<!DOCTYPE a>"), Settings);
            reader.Read();
            throw new InvalidOperationException("The XML reader accepted a document type declaration.");
        }
        catch (XmlException e)
        {
            return e.Message;
        }
    }
}
