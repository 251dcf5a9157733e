namespace LocalLambdas.Hosting;

internal sealed class OptionException(string name, string value, string remedy) : Exception($"{name}: '{value}' cannot be used: {remedy}.");
