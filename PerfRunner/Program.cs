using PerfRunner.Cli;
using PerfRunner.Running;

RunnerApplication application = new(Console.Out, Console.Error);
return await new RunnerCommand(application.RunAsync).RunAsync(args, Console.Out, Console.Error);
