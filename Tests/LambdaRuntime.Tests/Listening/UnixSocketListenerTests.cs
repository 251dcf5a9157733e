using System.Net.Sockets;
using Testing;

namespace LambdaRuntime.Tests.Listening;

public sealed class UnixSocketListenerTests : IDisposable
{
    private readonly string _path = LambdaPipe.FreshAddress();

    public UnixSocketListenerTests() => Assert.SkipWhen(OperatingSystem.IsWindows(), "Named pipes leave nothing behind");

    [Fact]
    public void Takes_over_the_socket_that_a_killed_lambda_left()
    {
        // Moved away, so that closing it cannot delete it: as a killed process leaves it
        using (var killed = Create())
        {
            killed.Bind(new UnixDomainSocketEndPoint(_path));
            File.Move(_path, _path + "x");
        }

        File.Move(_path + "x", _path);

        using var listener = new UnixSocketListener(_path);
        using var client = Create();
        client.Connect(new UnixDomainSocketEndPoint(_path));
    }

    [Fact]
    public void Leaves_a_socket_alone_that_somebody_listens_on()
    {
        using var other = new UnixSocketListener(_path);

        AssertCannotListen(_path);

        using var client = Create();
        client.Connect(new UnixDomainSocketEndPoint(_path));
    }

    [Fact]
    public void Leaves_a_file_alone_that_is_no_socket()
    {
        File.WriteAllText(_path, "precious");

        AssertCannotListen(_path);

        Assert.Equal("precious", File.ReadAllText(_path));
    }

    [Fact]
    public void Takes_its_file_with_it()
    {
        new UnixSocketListener(_path).Dispose();

        Assert.False(File.Exists(_path));
    }

    [Fact]
    public void Refuses_a_folder_that_does_not_exist() => AssertCannotListen(_path + "/a");

    [Fact]
    public void Refuses_a_path_that_is_too_long()
    {
        var exception = Assert.Throws<LambdaStartException>(() => new UnixSocketListener("/" + new string('a', 200)));

        Assert.Equal(LambdaStartError.BadSetting, exception.Error);
    }

    public void Dispose() => File.Delete(_path);

    private static void AssertCannotListen(string path)
    {
        var exception = Assert.Throws<LambdaStartException>(() => new UnixSocketListener(path));

        Assert.Equal(LambdaStartError.CannotListen, exception.Error);
        Assert.Contains(path, exception.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', exception.Message);
    }

    private static Socket Create() => new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
}
