using DemoService;
using LambdaRuntime;

await Lambda.RunStreamingAsync(new DemoAnswer("pipe-service", "pipe").AnswerAsync);
