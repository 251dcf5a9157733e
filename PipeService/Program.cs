using DemoService;
using LambdaRuntime;

await Lambda.RunAsync(new DemoAnswer("pipe-service", "pipe").To);
