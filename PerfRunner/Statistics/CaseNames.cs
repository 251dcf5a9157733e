namespace PerfRunner.Statistics;

/// <summary>The cases in the words of a sentence.</summary>
internal static class CaseNames
{
    public static string InWords(int caseId) => caseId switch
    {
        1 => "a cached answer",
        2 => "HTTP warm",
        3 => "HTTP cold",
        4 => "pipe warm",
        5 => "pipe cold",
        6 => "pipe with a spare",
        _ => throw new ArgumentOutOfRangeException(nameof(caseId), caseId, "There are the cases 1 to 6."),
    };
}
