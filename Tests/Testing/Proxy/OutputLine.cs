namespace Testing.Proxy;

public sealed record OutputLine(bool IsError, string Text);
