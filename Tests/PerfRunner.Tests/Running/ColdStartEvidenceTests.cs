using LocalLambdas.Admin;
using PerfRunner.Running;

namespace PerfRunner.Tests.Running;

public sealed class ColdStartEvidenceTests
{
    private static readonly DateTimeOffset SentAt = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private static readonly StartPhasesStatus Phases = new(1, 2, 3);
    private static readonly SpareStatus Spares = new(1, [7], 3, null, 0, 0);
    private static readonly LambdaStatus Ready = new("a", "/a/*", "pipe", "x", "cold", null, 5, 0, null, null, Spares: Spares);

    private static readonly LambdaStatus Taken = Ready with
    {
        State = "running",
        Pid = 7,
        Starts = 6,
        LastStart = new(SentAt.AddSeconds(-1), 7, Phases, "spare", SentAt),
    };

    [Fact]
    public void A_spare_was_ready_before_the_request_and_serves_it() => Assert.Equal(Taken.LastStart, ColdStartEvidence.SpareOf(SentAt, Ready, Taken));

    [Theory]
    [InlineData("it started after the request")]
    [InlineData("it was taken before the request")]
    [InlineData("it was not told as ready")]
    [InlineData("nothing is told of spares")]
    [InlineData("another process runs")]
    [InlineData("there was another start")]
    [InlineData("it was cold")]
    [InlineData("it has not answered")]
    public void Anything_else_is_no_spare(string because)
    {
        StartStatus start = Taken.LastStart!;
        (LambdaStatus ready, LambdaStatus answered) = because switch
        {
            "it started after the request" => (Ready, Taken with { LastStart = start with { StartedAt = SentAt } }),
            "it was taken before the request" => (Ready, Taken with { LastStart = start with { TakenAt = SentAt.AddTicks(-1) } }),
            "it was not told as ready" => (Ready with { Spares = Spares with { Pids = [8] } }, Taken),
            "nothing is told of spares" => (Ready with { Spares = null }, Taken),
            "another process runs" => (Ready, Taken with { Pid = 8 }),
            "there was another start" => (Ready, Taken with { Starts = 7 }),
            "it was cold" => (Ready, Taken with { LastStart = start with { Kind = "cold", TakenAt = null } }),
            _ => (Ready, Taken with { LastStart = start with { Phases = Phases with { FirstAnswerMicroseconds = null } } }),
        };

        Assert.Null(ColdStartEvidence.SpareOf(SentAt, ready, answered));
    }

    [Fact]
    public void A_spare_is_no_cold_start_however_late_it_began()
    {
        LambdaStatus late = Taken with { LastStart = Taken.LastStart! with { StartedAt = SentAt.AddSeconds(1), TakenAt = SentAt.AddSeconds(2) } };

        Assert.Null(ColdStartEvidence.StartOf(SentAt, null, Ready, late));
        Assert.NotNull(ColdStartEvidence.StartOf(SentAt, null, Ready, late with { LastStart = late.LastStart with { Kind = "cold" } }));
    }
}
