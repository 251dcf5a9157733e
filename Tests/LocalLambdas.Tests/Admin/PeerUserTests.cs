using System.Net;
using System.Runtime.Versioning;
using LocalLambdas.Admin;

namespace LocalLambdas.Tests.Admin;

[SupportedOSPlatform("linux")]
public sealed class PeerUserTests
{
    private static readonly string[] Table =
    [
        "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode",
        "   0: 0100007F:0BB9 00000000:0000 0A 00000000:00000000 00:00000000 00000000  1000        0 1 1 0000000000000000 100 0 0 10 0",
        "   1: 0100007F:9C40 0100007F:0BB9 01 00000000:00000000 00:00000000 00000000  1001        0 2 1 0000000000000000 20 4 30 10 -1",
        "   2: 0100007F:0BB9 0100007F:9C40 01 00000000:00000000 00:00000000 00000000  1000        0 3 1 0000000000000000 20 4 30 10 -1",
        "   3: 0100007F:9C41 0100007F:0BB9 06 00000000:00000000 03:00000000 00000000     0        0 0 3 0000000000000000",
        "   4: 0000000000000000FFFF00000100007F:9C42 0000000000000000FFFF00000100007F:0BB9 01 00000000:00000000 00:00000000 00000000  1002        0 4 1 0",
        "   5: 00000000000000000000000001000000:9C43 00000000000000000000000001000000:0BB9 01 00000000:00000000 00:00000000 00000000  1003        0 5 1 0",
        "   6: 0100007F:9C44 0100007F:0BB9 01",
        "no line",
    ];

    public PeerUserTests() => Assert.SkipUnless(OperatingSystem.IsLinux() && BitConverter.IsLittleEndian, "the table is that of Linux, on a little-endian processor");

    [Theory]
    [InlineData("127.0.0.1:40000", "127.0.0.1:3001", 1001u)]
    [InlineData("127.0.0.1:40002", "127.0.0.1:3001", 1002u)]
    [InlineData("[::1]:40003", "[::1]:3001", 1003u)]
    public void The_user_is_that_of_the_clients_end(string client, string server, uint user) =>
        Assert.Equal(user, PeerUser.Find(Table, IPEndPoint.Parse(client), IPEndPoint.Parse(server)));

    [Theory]
    [InlineData("127.0.0.1:40001", "127.0.0.1:3001")]
    [InlineData("127.0.0.1:40000", "127.0.0.1:3002")]
    [InlineData("127.0.0.2:40000", "127.0.0.1:3001")]
    [InlineData("127.0.0.1:40004", "127.0.0.1:3001")]
    [InlineData("[::1]:40000", "[::1]:3001")]
    public void Of_a_connection_that_does_not_stand_nothing_is_known(string client, string server) =>
        Assert.Null(PeerUser.Find(Table, IPEndPoint.Parse(client), IPEndPoint.Parse(server)));
}
