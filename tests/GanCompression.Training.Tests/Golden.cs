using System.Text.Json;
using Tensor = TorchSharp.torch.Tensor;

namespace GanCompression.Training.Tests;

/// <summary>One folder of reference results.</summary>
internal sealed class Golden(string folder)
{
    public string Path { get; } = SharedData.Folder("golden", folder);

    public JsonElement Meta { get; } = JsonDocument.Parse(File.ReadAllText(SharedData.File("golden", folder, "meta.json"))).RootElement;

    public WeightTensor Array(string name) => NpyFile.Read(System.IO.Path.Combine(Path, name + ".npy"));

    public Tensor Tensor(string name) => Array(name).ToTensor();

    public WeightTable Weights(string name = "state_dict") => NpzFile.Read(System.IO.Path.Combine(Path, name + ".npz"));

    public void AssertClose(string name, Tensor actual, double tolerance) => AssertEx.Close(Array(name).Floats, actual.ToWeightTensor().Floats, tolerance, name);
}
