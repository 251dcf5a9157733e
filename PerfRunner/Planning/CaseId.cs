namespace PerfRunner.Planning;

/// <summary>The numbers are what --cases takes and the report shows.</summary>
internal enum CaseId
{
    Cached = 1,
    HttpWarm = 2,
    HttpCold = 3,
    PipeWarm = 4,
    PipeCold = 5,
    PipeSpare = 6,
}
