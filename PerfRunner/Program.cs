using PerfRunner.Cli;
using PerfRunner.Growth;
using PerfRunner.Peers;
using PerfRunner.Running;

RunnerApplication application = new(Console.Out, Console.Error);
PeersApplication peers = new(Console.Out, Console.Error);
GrowthApplication growth = new(Console.Out, Console.Error);
return await new RunnerCommand(application.RunAsync, peers.RunAsync, growth.RunAsync).RunAsync(args, Console.Out, Console.Error);
