var builder = DistributedApplication.CreateBuilder(args);

var lambdas = builder.AddLocalLambdas("local-lambdas", "../manifest.xml")
    .WithCache();

builder.AddProject<Projects.PerfRunner>("perf-runner")
    .WithBenchmarkOf(lambdas, "../results")
    .WaitFor(lambdas);

builder.Build().Run();
