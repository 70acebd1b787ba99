using System.Reflection;

namespace TorchSharp.Tests;

[TestClass]
public sealed class OperatorTableTests
{
    /// <summary>An operator is looked up at its first call, so a misspelt name would show only there.</summary>
    [TestMethod]
    public void Operators_OfTheTable_ExistInLibtorch()
    {
        var table = typeof(torch).Assembly.GetType("TorchSharp.Interop.Aten");
        if (table is null)
            Assert.Inconclusive("The TorchSharp package in use has no operator table.");

        var missing = new List<string>();
        var operators = table!.GetFields(BindingFlags.Static | BindingFlags.NonPublic);
        foreach (var field in operators)
        {
            var value = field.GetValue(null)!;
            try
            {
                value.GetType().GetProperty("Handle", BindingFlags.Instance | BindingFlags.NonPublic)!.GetValue(value);
            }
            catch (TargetInvocationException e)
            {
                missing.Add($"{field.Name}: {e.InnerException!.Message}");
            }
        }

        Assert.IsTrue(operators.Length > 100, $"found {operators.Length} operators");
        Assert.IsEmpty(missing, string.Join(Environment.NewLine, missing));
    }
}
