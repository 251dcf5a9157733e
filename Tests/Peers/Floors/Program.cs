// What no proxy built on Kestrel, and no process behind a socket, can be faster than: one answer to everything, kept ready.
// Usage: Floors kestrel PORT FILE-OF-THE-BODY, or Floors socket PATH FILE-OF-THE-BODY
using System.Globalization;
using Floors;

var body = await File.ReadAllBytesAsync(args[2]);
if (args[0] == "kestrel")
    await KestrelFloor.RunAsync(int.Parse(args[1], CultureInfo.InvariantCulture), body);
else
    SocketFloor.Run(args[1], body);
