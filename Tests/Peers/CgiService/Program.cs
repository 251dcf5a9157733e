// PipeService's handler as a CGI program (RFC 3875): one process a request, started by the web server.
using System.Text;
using DemoService;
using LambdaRuntime;

var answer = await new DemoAnswer("pipe-service", "pipe").AnswerAsync(new LambdaRequest
{
    Method = Environment.GetEnvironmentVariable("REQUEST_METHOD") ?? "GET",
    Uri = Environment.GetEnvironmentVariable("REQUEST_URI") ?? "/",
});

var head = new StringBuilder($"Status: {answer.Status}\r\nContent-Length: {answer.Body.Length}\r\n");
foreach (var (name, value) in answer.Headers)
    head.Append(name).Append(": ").Append(value).Append("\r\n");
using var output = Console.OpenStandardOutput();
output.Write([.. Encoding.ASCII.GetBytes(head.Append("\r\n").ToString()), .. answer.Body.Span]);
