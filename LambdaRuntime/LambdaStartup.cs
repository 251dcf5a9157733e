using System.Globalization;
using System.Text.Json;

namespace LambdaRuntime;

/// <summary>
/// What the process knows of its own start. It tells it in its first answer, so that the time that the runtime took can be told from the time
/// that the application took. <see cref="Lambda.RunAsync(LambdaHandler)"/> does this; a program that listens by itself calls both methods.
/// </summary>
/// <remarks>Few methods, as each is compiled before the first answer.</remarks>
public static class LambdaStartup
{
    /// <summary>The response header by which a service tells that answers in plain HTTP. The proxy keeps it to itself.</summary>
    public const string Header = "Lambda-Startup";

    private static long _began;
    private static long _accepting;
    private static int _told;

    /// <summary>To be called in the first line of the program.</summary>
    public static void Begin() => _began = DateTime.UtcNow.Ticks;

    /// <summary>To be called when connections are accepted. Only the first call counts.</summary>
    /// <remarks>Who has set <c>NOTIFY_SOCKET</c>, as the proxy and systemd do, is told it (sd_notify(3)).</remarks>
    public static void Accepting()
    {
        if (_accepting == 0 && Interlocked.CompareExchange(ref _accepting, DateTime.UtcNow.Ticks, 0) == 0)
            ReadyNotice.Send();
    }

    /// <summary>The same where HELLO tells it.</summary>
    internal static void SayingHello() => _accepting = DateTime.UtcNow.Ticks;

    /// <summary>When <see cref="Begin"/> and <see cref="Accepting"/> were called, since 1970; 0 where one was not.</summary>
    internal static (long Began, long Accepting) UnixNanoseconds => (ToUnixNanoseconds(_began), ToUnixNanoseconds(_accepting));

    /// <summary>The value of the header <see cref="Header"/>, once in the life of the process; null when it has been told, or is not known.</summary>
    public static string? Tell()
    {
        if (_told != 0 || _began == 0 || _accepting == 0 || Interlocked.Exchange(ref _told, 1) != 0)
            return null;
        var (began, accepting) = UnixNanoseconds;
        return string.Create(CultureInfo.InvariantCulture, $$"""{"runtimeStartedUnixNano":"{{began}}","acceptingUnixNano":"{{accepting}}"}""");
    }

    /// <summary>Writes the member of the answer, once in the life of the process.</summary>
    internal static void Tell(Utf8JsonWriter json)
    {
        if (_told != 0 || _began == 0 || _accepting == 0 || Interlocked.Exchange(ref _told, 1) != 0)
            return;

        // Nanoseconds since 1970, as strings: like in OTLP's JSON
        Span<byte> digits = stackalloc byte[20];
        json.WriteStartObject("startup"u8);
        ToUnixNanoseconds(_began).TryFormat(digits, out var length);
        json.WriteString("runtimeStartedUnixNano"u8, digits[..length]);
        ToUnixNanoseconds(_accepting).TryFormat(digits, out length);
        json.WriteString("acceptingUnixNano"u8, digits[..length]);
        json.WriteEndObject();
    }

    private static long ToUnixNanoseconds(long ticks) => ticks == 0 ? 0 : (ticks - DateTime.UnixEpoch.Ticks) * TimeSpan.NanosecondsPerTick;
}
