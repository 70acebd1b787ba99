namespace GanCompression.Notebooks.Tests;

/// <summary>What a reader would ask about the cells; that they compile shows when they run.</summary>
[TestClass]
public sealed class NotebookCodeTests
{
    [TestMethod]
    [DynamicData(nameof(CommittedNotebooks.Rows), typeof(CommittedNotebooks))]
    public void Cells_UseWhatTheyDeclareAndImport(string name)
    {
        string[] cells = [.. CommittedNotebooks.Load(name).Cells.Where(cell => cell.IsCode && !cell.Source.StartsWith('#')).Select(cell => cell.Source)];
        CollectionAssert.AreEqual(Array.Empty<string>(), CodeUsage.UnusedNames(cells), "Declared, but never used.");
        CollectionAssert.AreEqual(Array.Empty<string>(), CodeUsage.UnusedImports(cells), "Imported, but never used.");
    }

    [TestMethod]
    public void CodeUsage_WhatIsNotUsed_IsFound()
    {
        string[] cells = ["using System.IO;\nusing System.Diagnostics;\nint a = 1; int b = 2;", "int Twice(int x) => 2 * x;\nint Thrice(int x) => 3 * x;", "display(Path.Combine(\"c\", Twice(a).ToString()));"];
        CollectionAssert.AreEqual(new[] { "b", "Thrice" }, CodeUsage.UnusedNames(cells));
        CollectionAssert.AreEqual(new[] { "using System.Diagnostics;" }, CodeUsage.UnusedImports(cells));
    }
}
