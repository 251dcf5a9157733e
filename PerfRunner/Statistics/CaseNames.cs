namespace PerfRunner.Statistics;

/// <summary>The five cases in the words of a sentence.</summary>
internal static class CaseNames
{
    public static string InWords(int caseId) => caseId switch
    {
        1 => "a cached answer",
        2 => "HTTP warm",
        3 => "HTTP cold",
        4 => "pipe warm",
        5 => "pipe cold",
        _ => throw new ArgumentOutOfRangeException(nameof(caseId), caseId, "There are the cases 1 to 5."),
    };
}
