using Fuzzing.Running;

return FuzzCommand.Run(args, Console.Out, Console.Error);
