using PerfRunner.Cli;
using PerfRunner.Peers;
using PerfRunner.Running;

RunnerApplication application = new(Console.Out, Console.Error);
PeersApplication peers = new(Console.Out, Console.Error);
return await new RunnerCommand(application.RunAsync, peers.RunAsync).RunAsync(args, Console.Out, Console.Error);
