using LocalLambdas.Lambdas;

namespace AppHost.Lambdas;

/// <summary>A port for a program that is told its address before it runs.</summary>
internal static class FreePort
{
    /// <exception cref="LambdaStartException">None is free.</exception>
    public static int Find()
    {
        using var port = HeldPort.Take();
        return port.EndPoint.Port;
    }
}
