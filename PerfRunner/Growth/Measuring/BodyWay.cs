using System.Globalization;
using System.Net;
using System.Text;
using PerfRunner.Growth.Results;
using PerfRunner.Load;
using PerfRunner.Peers;
using PerfRunner.Peers.Checking;

namespace PerfRunner.Growth.Measuring;

/// <summary>One way with bodies of one length.</summary>
internal sealed record BodyWay(string Name, BodyDirection Direction, int Bytes, Contender Contender)
{
    /// <summary>The cache keeps one answer of at most 1 MiB, header fields included.</summary>
    private const int MostCachedBytes = 1_000_000;

    /// <param name="service">The web service without the proxy.</param>
    public static IEnumerable<BodyWay> Of(int bytes, EndPoint proxy, EndPoint service)
    {
        if (bytes <= MostCachedBytes)
        {
            yield return Of("cached", BodyDirection.Answer, bytes, proxy, "/pipe/", CacheExpectation.MustHit);
        }

        foreach (BodyDirection direction in Enum.GetValues<BodyDirection>())
        {
            yield return Of("pipe", direction, bytes, proxy, "/pipe/", CacheExpectation.MustNotHit);
            yield return Of("http", direction, bytes, proxy, "/http/", CacheExpectation.MustNotHit);
            yield return Of("direct", direction, bytes, service, "/http/", CacheExpectation.MustNotHit);
        }
    }

    /// <returns>The length of the answers.</returns>
    /// <exception cref="PeerException">The answer is not as long as it was asked to be, or tells of another length of the request.</exception>
    public async Task<long> VerifyAsync(CancellationToken cancellationToken)
    {
        byte[] answer = await AnswerCheck.AskAsync(Contender, cancellationToken);
        string counted = string.Create(CultureInfo.InvariantCulture, $"\"bodyBytes\":{Bytes}}}");
        bool isRight = Direction == BodyDirection.Answer
            ? answer.Length == Bytes
            : Bytes == 0 || Encoding.UTF8.GetString(answer).Contains(counted, StringComparison.Ordinal);
        return isRight ? answer.Length : throw new PeerException($"{Contender.Name} answers with {answer.Length} bytes, which is not what it was asked for");
    }

    private static BodyWay Of(string name, BodyDirection direction, int bytes, EndPoint endPoint, string route, CacheExpectation cache)
    {
        string path = direction == BodyDirection.Answer
            ? string.Create(CultureInfo.InvariantCulture, $"{route}?max-age=3600&bytes={bytes}")
            : $"{route}?hash=0";
        Contender contender = new($"{name} {direction} {bytes}", name, endPoint, path, cache)
        {
            Upload = direction == BodyDirection.Request ? new byte[bytes] : null,
        };
        return new BodyWay(name, direction, bytes, contender);
    }
}
