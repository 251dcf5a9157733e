using LocalLambdas.Lambdas;

namespace PerfRunner.Programs;

internal static class FreePort
{
    /// <summary>
    /// A port that is free now. Somebody else may take it before the program does, which then says so and ends;
    /// for a program that cannot choose one itself there is nothing better.
    /// </summary>
    public static int Choose() => Choose(1)[0];

    /// <summary>Different ones: each is held until all are known.</summary>
    /// <exception cref="LambdaStartException">There are not as many.</exception>
    public static int[] Choose(int count)
    {
        List<HeldPort> ports = [];
        try
        {
            while (ports.Count < count)
            {
                ports.Add(HeldPort.Take());
            }

            return [.. ports.Select(port => port.EndPoint.Port)];
        }
        finally
        {
            ports.ForEach(port => port.Dispose());
        }
    }
}
