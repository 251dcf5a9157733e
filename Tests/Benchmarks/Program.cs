// The parts of a request that need no other process, one by one. Usage: docs/testing.md
using BenchmarkDotNet.Running;
using Benchmarks.Caching;

// In this process: the project that BenchmarkDotNet generates otherwise would be built by the rules of this repository, which are not for it
BenchmarkSwitcher.FromAssembly(typeof(CacheBenchmarks).Assembly).Run([.. args, "--inProcess", "--artifacts", "artifacts/benchmarks"]);
