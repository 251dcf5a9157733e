namespace PerfRunner.Growth.Results;

/// <summary>Which body is long.</summary>
internal enum BodyDirection
{
    Answer,
    Request,
}
