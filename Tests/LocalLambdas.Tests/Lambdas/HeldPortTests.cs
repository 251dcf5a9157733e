using System.Net.Sockets;
using LocalLambdas.Lambdas;

namespace LocalLambdas.Tests.Lambdas;

public sealed class HeldPortTests
{
    [Fact]
    public void Nobody_else_can_bind_it_before_it_is_let_go()
    {
        var port = HeldPort.Take();
        try
        {
            Assert.Equal(SocketError.AddressAlreadyInUse, Assert.Throws<SocketException>(() => Bind(port)).SocketErrorCode);
        }
        finally
        {
            port.Dispose();
        }

        Bind(port);
    }

    // As Kestrel and most servers do.
    private static void Bind(HeldPort port)
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(port.EndPoint);
        socket.Listen();
    }
}
