using System.ComponentModel;
using System.Diagnostics;
using System.Text.RegularExpressions;
using System.Xml;
using System.Xml.Linq;

namespace GanCompression.InteractiveDemo.Tests;

/// <summary>The script with the page's tests: <c>page.test.mjs</c>, run by Node.js's own test runner.</summary>
internal static partial class PageScript
{
    // Of a page on which nothing works, every test fails in its own time.
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(8);
    private static readonly string s_file = RepositoryFolder.Path("tests", "GanCompression.InteractiveDemo.Tests", "Page", "page.test.mjs");

    /// <summary>Names of the script's tests, in its order.</summary>
    public static IReadOnlyList<string> TestNames => [.. TestName().Matches(File.ReadAllText(s_file)).Select(match => match.Groups[1].Value)];

    /// <summary>Runs every test of the script.</summary>
    /// <param name="control">Address of <see cref="PageControl"/>.</param>
    /// <exception cref="Win32Exception">There is no Node.js.</exception>
    /// <exception cref="InvalidOperationException">The script did not end, or not with a report.</exception>
    public static async Task<PageReport> RunAsync(string control)
    {
        var start = new ProcessStartInfo("node") { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (string argument in (string[])["--test-reporter=junit", "--test-reporter-destination=stdout", s_file])
            start.ArgumentList.Add(argument);
        start.Environment["DEMO_CONTROL"] = control;
        using Process process = Process.Start(start)!;
        using var patience = new CancellationTokenSource(s_patience);
        try
        {
            Task<string> error = process.StandardError.ReadToEndAsync(patience.Token);
            string output = await process.StandardOutput.ReadToEndAsync(patience.Token);
            await process.WaitForExitAsync(patience.Token);
            return Parse(output, await error);
        }
        catch (OperationCanceledException e)
        {
            process.Kill(entireProcessTree: true);
            throw new InvalidOperationException(FormattableString.Invariant($"'{s_file}' did not end within {s_patience.TotalMinutes} minutes."), e);
        }
    }

    // The report is a JUnit file. Colours for a terminal, which Playwright's messages have, are no XML.
    private static PageReport Parse(string output, string error)
    {
        string text = TerminalColor().Replace(output, "");
        try
        {
            return new PageReport(XDocument.Parse(text).Descendants("testcase").ToDictionary(
                test => (string)test.Attribute("name")!, test => new PageOutcome((string?)test.Element("failure"), (string?)test.Element("skipped")?.Attribute("message"))), text + error);
        }
        catch (XmlException e)
        {
            throw new InvalidOperationException($"Node.js gave no report of '{s_file}', but: {output}{error}", e);
        }
    }

    [GeneratedRegex(@"^test\('([^']+)'", RegexOptions.Multiline)]
    private static partial Regex TestName();

    [GeneratedRegex(@"\e\[[0-9;]*m")]
    private static partial Regex TerminalColor();
}
