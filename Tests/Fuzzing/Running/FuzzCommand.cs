using System.Diagnostics;
using System.Security.Cryptography;
using Fuzzing.Mutation;
using Fuzzing.Targets;
using SharpFuzz;

namespace Fuzzing.Running;

internal static class FuzzCommand
{
    private const int Ok = 0;
    private const int Found = 1;
    private const int Usage = 64;

    public static int Run(string[] arguments, TextWriter output, TextWriter error)
    {
        if (FuzzOptions.Parse(arguments) is not { } options)
        {
            error.WriteLine(FuzzOptions.Usage);
            return Usage;
        }

        using var target = FuzzTarget.Create(options.Target)!;
        if (options.IsDriven)
        {
            RunDriven(target);
            return Ok;
        }

        return File.Exists(options.Corpus) ? RunFile(target, options, output) : RunLoop(target, options, output);
    }

    // Which driver it is tells the variable that each sets for the memory it shares
    private static void RunDriven(FuzzTarget target)
    {
        if (Environment.GetEnvironmentVariable("__LIBFUZZER_SHM_ID") is { Length: > 0 })
            Fuzzer.LibFuzzer.Run(target.Run);
        else
            Fuzzer.OutOfProcess.Run(stream => target.Run(ReadToEnd(stream)));
    }

    private static int RunFile(FuzzTarget target, FuzzOptions options, TextWriter output)
    {
        var finding = new FuzzLoop(target, [File.ReadAllBytes(options.Corpus)], options.Seed).Run(_ => true);
        output.WriteLine(finding is null ? $"{options.Target}: {options.Corpus} holds" : $"{options.Target}: {options.Corpus}: {finding.Failure}");
        return finding is null ? Ok : Found;
    }

    private static int RunLoop(FuzzTarget target, FuzzOptions options, TextWriter output)
    {
        var inputs = Corpus.Read(options.Corpus);
        output.WriteLine($"{options.Target}: {inputs.Count} inputs of {options.Corpus}, seed {options.Seed}, {options.Time.TotalSeconds} s");
        var loop = new FuzzLoop(target, [.. inputs.Select(input => input.Input)], options.Seed);
        var running = Stopwatch.StartNew();
        var finding = loop.Run(_ => running.Elapsed > options.Time);
        output.WriteLine($"{options.Target}: {loop.Count} inputs in {running.Elapsed.TotalSeconds:0.0} s");
        if (finding is null)
            return Ok;

        var file = Path.GetFullPath($"{options.Target}-{Convert.ToHexStringLower(SHA256.HashData(finding.Input))[..16]}.input");
        File.WriteAllBytes(file, finding.Input);
        output.WriteLine($"{options.Target}: input {finding.Number} of seed {options.Seed} fails: {finding.Failure}");
        output.WriteLine($"Again with: dotnet run --project Tests/Fuzzing -- {options.Target} \"{file}\"");
        return Found;
    }

    private static byte[] ReadToEnd(Stream stream)
    {
        using var buffer = new MemoryStream();
        stream.CopyTo(buffer);
        return buffer.ToArray();
    }
}
