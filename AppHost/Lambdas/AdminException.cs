namespace AppHost.Lambdas;

/// <summary>The proxy did not do as told. The message is for the user.</summary>
internal sealed class AdminException(string message, Exception? inner = null) : Exception(message, inner);
