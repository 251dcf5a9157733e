using System.Text;
using CsCheck;
using LocalLambdas.Manifests;

namespace LocalLambdas.Tests.Manifests;

public sealed class ManifestSafetyTests : IDisposable
{
    private const string Body =
        "<process><id>a</id><executable>service</executable><arg> x </arg><route>/a/*</route><pipe_name>a</pipe_name><start_timeout>1.5s</start_timeout></process>";

    private readonly ManifestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void An_external_entity_is_never_read()
    {
        File.WriteAllText(_folder["secret.txt"], "top secret");

        var exception = _folder.Fail(
            $"""
            <!DOCTYPE manifest [<!ENTITY secret SYSTEM "{new Uri(_folder["secret.txt"])}">]>
            <manifest><process><id>&secret;</id></process></manifest>
            """);

        Assert.Equal(ManifestError.DocumentTypeDeclared, exception.Error);
        Assert.DoesNotContain("top secret", exception.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void An_external_document_type_is_refused() =>
        Assert.Equal(
            ManifestError.DocumentTypeDeclared,
            _folder.Fail($"<!DOCTYPE manifest SYSTEM \"none.dtd\"><manifest>{Body}</manifest>").Error);

    [Fact]
    public void Entities_that_multiply_are_refused_unexpanded()
    {
        var entities = string.Concat(Enumerable.Range(1, 30).Select(i =>
            $"<!ENTITY e{i} \"{string.Concat(Enumerable.Repeat($"&e{i - 1};", 10))}\">"));

        Assert.Equal(
            ManifestError.DocumentTypeDeclared,
            _folder.Fail($"<!DOCTYPE manifest [<!ENTITY e0 \"ha\">{entities}]><manifest><process><id>&e30;</id></process></manifest>").Error);
    }

    [Fact]
    public void Elements_nested_without_end_are_refused_at_the_first() =>
        Assert.Equal("x", _folder.Fail($"<manifest><process>{string.Concat(Enumerable.Repeat("<x>", 300_000))}").Element);

    [Fact]
    public void Whatever_the_bytes_are_a_manifest_is_read_or_refused()
    {
        var valid = Encoding.UTF8.GetBytes($"<?xml version='1.0'?>\n<manifest>\n{Body}<!-- c -->\n</manifest>");
        var edits = Gen.Select(
            Gen.Int[0, valid.Length - 1],
            Gen.Int[0, 3],
            Gen.OneOf(Gen.Byte, Gen.OneOf("<>/&;!?'\"[]- a\n\0"u8.ToArray())));

        edits.Array[1, 4].Sample(
            changes =>
            {
                var bytes = changes.Aggregate(valid, (current, change) =>
                    [.. current.Take(change.Item1), change.Item3, .. current.Skip(change.Item1 + change.Item2)]);
                File.WriteAllBytes(_folder.ManifestFile, bytes);
                try
                {
                    return ManifestReader.Read(_folder.ManifestFile).Lambdas.Count > 0;
                }
                catch (ManifestException e)
                {
                    return e.Line > 0 && e.Message.StartsWith(_folder.ManifestFile, StringComparison.Ordinal);
                }
            },
            iter: 500,
            threads: 1);
    }
}
