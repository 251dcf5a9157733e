using CsCheck;
using LocalLambdas.Hosting;
using Microsoft.AspNetCore.Http.Features;

namespace LocalLambdas.Tests.Hosting;

public sealed class RequestTargetProperties
{
    private static readonly Gen<string> Segment = Gen.OneOf("", ".", "..", "%2e", ".%2E", "%2e%2E", "...", "a", "b.", ".c", "%2f", "d%20e");

    private static readonly Gen<string> Path = Segment.Array[1, 8].Select(segments => "/" + string.Join('/', segments));

    [Fact]
    public void No_dot_segment_is_left_and_nothing_else_is_touched() =>
        Path.Sample(
            path =>
            {
                var expected = new List<string>();
                var segments = path[1..].Split('/');
                foreach (var segment in segments)
                {
                    switch (Decoded(segment))
                    {
                        case ".": break;
                        case "..": expected = [.. expected.SkipLast(1)]; break;
                        default: expected.Add(segment); break;
                    }
                }

                if (Decoded(segments[^1]) is "." or "..")
                    expected.Add("");
                Assert.Equal("/" + string.Join('/', expected), Of(path).Path);
            },
            iter: 20_000);

    [Fact]
    public void To_normalise_twice_is_to_normalise_once() => Path.Sample(path => Of(Of(path).Path).Path == Of(path).Path, iter: 20_000);

    [Fact]
    public void An_absolute_target_means_what_its_path_means() => Path.Sample(path => Of($"http://h{path}").Path == Of(path).Path, iter: 20_000);

    [Fact]
    public void A_query_changes_nothing_of_the_path() => Path.Sample(path => Of($"{path}?/../x").Path == Of(path).Path, iter: 20_000);

    private static string Decoded(string segment) => segment.Replace("%2e", ".", StringComparison.OrdinalIgnoreCase);

    private static RequestTarget Of(string rawTarget) => RequestTarget.Of(new HttpRequestFeature { RawTarget = rawTarget, Path = "/", QueryString = "" });
}
