using System.Text.Json;

namespace GanCompression.Tool.Tests;

/// <summary>One run of the tool inside the test process.</summary>
/// <param name="ExitCode">What the process would return.</param>
/// <param name="Output">Standard output.</param>
/// <param name="Error">Standard error.</param>
internal sealed record ToolRun(int ExitCode, string Output, string Error)
{
    public JsonElement Json => JsonDocument.Parse(Output).RootElement;

    public static ToolRun Of(params string[] arguments) => Of(CancellationToken.None, arguments);

    public static ToolRun Of(CancellationToken cancellationToken, params string[] arguments)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        int exitCode = GanCompressTool.RunAsync(arguments, output, error, cancellationToken).GetAwaiter().GetResult();
        return new ToolRun(exitCode, output.ToString(), error.ToString());
    }

    /// <summary>The run worked; otherwise the test fails with what the tool said.</summary>
    public ToolRun Succeeded()
    {
        Assert.AreEqual(0, ExitCode, $"Standard error: {Error}");
        return this;
    }

    /// <summary>The run failed with this code, one sentence that has all the parts, and no stack trace.</summary>
    public ToolRun FailedWith(int exitCode, params string[] parts)
    {
        Assert.AreEqual(exitCode, ExitCode, $"Standard error: {Error}");
        string message = Error.Split('\n').Single(line => line.StartsWith("error: ", StringComparison.Ordinal));
        foreach (string part in parts)
            StringAssert.Contains(message, part, StringComparison.Ordinal);
        Assert.IsFalse(Error.Contains("   at ", StringComparison.Ordinal), $"There is a stack trace: {Error}");
        Assert.IsFalse(message.Contains("(Parameter '", StringComparison.Ordinal), $"The name of a parameter is of no use here: {message}");
        return this;
    }
}
