using CsCheck;
using LocalLambdas.Forwarding;
using Microsoft.AspNetCore.Http;

namespace LocalLambdas.Tests.Forwarding;

public sealed class HopByHopProperties
{
    // Few and alike, so that Connection often names what is there, also in another case
    private static readonly Gen<string> Name = Gen.OneOf("X-One", "x-one", "X-Two", "Host", "Cookie", "Keep-Alive", "TE", "te", "Upgrade", "Content-Length", "Via");

    private static readonly Gen<string> Connection = Name.Array[0, 4].Select(names => string.Join(", ", names.Append("close")));

    [Fact]
    public void What_Connection_names_and_what_is_of_the_connection_goes_and_all_else_stays_as_it_was() =>
        Gen.Select(Name.Array[0, 8], Connection.Array[0, 3]).Sample(
            (names, connections) =>
            {
                var headers = new HeaderDictionary();
                foreach (var name in names)
                    headers.Append(name, $"value of {name}");
                foreach (var connection in connections)
                    headers.Append("Connection", connection);
                var before = headers.ToDictionary(StringComparer.OrdinalIgnoreCase);
                var named = connections.SelectMany(value => value.Split(", ")).Except(["Host"]).ToHashSet(StringComparer.OrdinalIgnoreCase);

                HopByHopHeaders.RemoveFrom(headers);

                return before.All(header =>
                    named.Contains(header.Key) || HopByHopHeaders.Contains(header.Key)
                        ? !headers.ContainsKey(header.Key)
                        : headers[header.Key] == header.Value)
                    && headers.Count <= before.Count;
            },
            iter: 10_000);
}
