using System.Text;

namespace LocalLambdas.Hosting.FastPath;

/// <summary>The request fields that decide more than <c>Vary</c> says.</summary>
internal static class PlainFieldNames
{
    public static PlainFieldKind KindOf(ReadOnlySpan<byte> name) => name.Length switch
    {
        2 => Refused(name, "te"u8),
        4 => Is(name, "host"u8) ? PlainFieldKind.Host : PlainFieldKind.Other,
        5 => Refused(name, "range"u8),
        6 => Refused(name, "expect"u8, "pragma"u8, "prefer"u8),
        7 => Refused(name, "trailer"u8, "upgrade"u8),
        8 => Refused(name, "if-match"u8, "if-range"u8),
        10 => Is(name, "connection"u8) ? PlainFieldKind.Connection : PlainFieldKind.Other,
        13 => Refused(name, "authorization"u8, "cache-control"u8, "if-none-match"u8),
        14 => Refused(name, "content-length"u8, "http2-settings"u8),
        16 => Refused(name, "proxy-connection"u8),
        17 => Refused(name, "transfer-encoding"u8, "if-modified-since"u8),
        19 => Refused(name, "if-unmodified-since"u8, "proxy-authorization"u8),
        _ => PlainFieldKind.Other,
    };

    private static PlainFieldKind Refused(
        ReadOnlySpan<byte> name, ReadOnlySpan<byte> first, ReadOnlySpan<byte> second = default, ReadOnlySpan<byte> third = default) =>
        Is(name, first) || Is(name, second) || Is(name, third) ? PlainFieldKind.Refused : PlainFieldKind.Other;

    private static bool Is(ReadOnlySpan<byte> name, ReadOnlySpan<byte> other) => Ascii.EqualsIgnoreCase(name, other);
}
