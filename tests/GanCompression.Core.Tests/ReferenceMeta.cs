using System.Text.Json;

namespace GanCompression.Tests;

/// <summary>The description beside each set of reference results.</summary>
internal static class ReferenceMeta
{
    /// <summary>Names and shapes of a state_dict of the PyTorch reference, in its order.</summary>
    public static string[] Keys(string folder, string table = "state_dict")
    {
        using JsonDocument meta = JsonDocument.Parse(File.ReadAllText(SharedData.File("golden", folder, "meta.json")));
        return [.. meta.RootElement.GetProperty("state_dict_keys").GetProperty(table).EnumerateArray()
            .Select(entry => $"{entry[0].GetString()} [{string.Join(", ", entry[1].EnumerateArray().Select(extent => extent.GetInt32()))}]")];
    }

    /// <summary>Names and shapes that a graph expects.</summary>
    public static string[] Keys(LayerGraph graph) => [.. graph.Parameters.Select(spec => $"{spec.Name} [{string.Join(", ", spec.Shape)}]")];
}
