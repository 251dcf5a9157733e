using System.Security.Cryptography;
using System.Text;

namespace LocalLambdas.Tests.Chaos;

/// <summary>A request whose answer can be told from that of every other one.</summary>
/// <param name="Fault">What the lambda is to do wrong; null: nothing.</param>
/// <param name="Pad">By how many bytes its answer is longer than otherwise.</param>
internal sealed record ChaosRequest(ChaosLambda Lambda, string Nonce, byte[] Body, string? Fault = null, int FaultSeed = 0, int Pad = 0)
{
    // A lambda does these and answers rightly all the same
    private static readonly string[] Harmless = ["flood", "surplus"];

    public string Uri => $"/{Lambda.Id}/{Nonce}{(Fault is not null ? $"?fault={Fault}&seed={FaultSeed}" : Pad > 0 ? $"?pad={Pad}" : "")}";

    public string BodySha256 => Convert.ToHexString(SHA256.HashData(Body));

    public bool MayBeAnswered => Fault is null || Harmless.Contains(Fault);

    public byte[] Write() =>
    [
        .. Encoding.ASCII.GetBytes(
            $"{(Body.Length == 0 ? "GET" : "POST")} {Uri} HTTP/1.1\r\nHost: chaos\r\nX-Nonce: {Nonce}\r\n{(Body.Length == 0 ? "" : $"Content-Length: {Body.Length}\r\n")}\r\n"),
        .. Body,
    ];
}
