using TorchSharp;
using Tensor = TorchSharp.torch.Tensor;

namespace GanCompression.Training.Tests.Distilling;

[TestClass]
public sealed class TeacherValuesTests
{
    private static readonly string[] s_nodes = ["model.9", "model.10"];

    [TestMethod]
    public void Of_ViewSeenBefore_GivesTheSameValuesWithoutRunningTheTeacher()
    {
        using DisposeScope scope = torch.NewDisposeScope();
        var values = new TeacherValues(TinyTeacher.Create().Generator, s_nodes, 1 << 20, threads: 1);
        float[][] first = Floats(values.Of(Batch(0, 1)));
        Assert.AreEqual(2, values.KeptImages);

        // Another image under the name of a view that was seen shows that the teacher does not look at it again.
        ImageBatch disguised = Batch(7, 8) with { Views = [.. Batch(1, 0).Views] };
        float[][] second = Floats(values.Of(disguised));
        CollectionAssert.AreEqual(first[0][..(first[0].Length / 2)], second[0][(second[0].Length / 2)..]);
        CollectionAssert.AreEqual(first[1][(first[1].Length / 2)..], second[1][..(second[1].Length / 2)]);
        Assert.AreEqual(2, values.KeptImages);
    }

    [TestMethod]
    public void Of_MemoryFull_GivesTheSameAsTheWholeBatch()
    {
        using DisposeScope scope = torch.NewDisposeScope();
        Network network = TinyTeacher.Create().Generator;
        using var teacher = new TrainableNetwork(network, isTrainable: false);
        float[][] expected = Floats(teacher.Forward(Batch(0, 1, 2).Source, null, true, s_nodes));
        var values = new TeacherValues(network, s_nodes, 16 * 4 * 4 * 2 * sizeof(float), threads: 2);
        float[][] actual = Floats(values.Of(Batch(0, 1, 2)));
        Assert.AreEqual(1, values.KeptImages);
        var without = new TeacherValues(network, s_nodes, 0, threads: 1);
        CollectionAssert.AreEqual(actual[1], Floats(without.Of(Batch(0, 1, 2)))[1]);
        Assert.AreEqual(0, without.KeptImages);
        for (int i = 0; i < expected.Length; i++)
            AssertEx.Close(expected[i], actual[i], 1e-4, s_nodes[i]);
    }

    [TestMethod]
    public void Train_WithAndWithoutCache_NeedsTheTeacherLessForTheSameStudent()
    {
        using ImagePairCache data = SyntheticPairs.Create(4);
        GeneratorModel teacher = TinyTeacher.Create();
        DistillationOptions options = TinyOptions.Distillation();
        options.MaxEpochs = 3;
        options.TeacherCacheBytes = 1;
        string tooSmall = Distillation.Train(teacher, data, options).Generator.Weights.Fingerprint();
        options.TeacherCacheBytes = 1 << 20;
        Assert.AreEqual(tooSmall, Distillation.Train(teacher, data, options).Generator.Weights.Fingerprint());
    }

    [TestMethod]
    public void TeacherCacheBytesFor_RandomCrops_IsNothing()
    {
        using ImagePairCache data = SyntheticPairs.Create(4);
        var options = new DistillationOptions { MaxEpochs = 20, TeacherCacheBytes = 7 };
        Assert.AreEqual(7, options.TeacherCacheBytesFor(data));
        options.ImageSize = 12;
        Assert.AreEqual(0, options.TeacherCacheBytesFor(data), "5 × 5 positions, mirrored or not, are more than the epochs.");
        options.MaxEpochs = 51;
        Assert.AreEqual(7, options.TeacherCacheBytesFor(data));
        options.TeacherCacheBytes = -1;
        _ = AssertEx.ThrowsWith<ArgumentOutOfRangeException>(options.Validate, "TeacherCacheBytes must be at least 0, but was -1.");
    }

    private static float[][] Floats(Tensor[] tensors) => Array.ConvertAll(tensors, tensor => tensor.ToWeightTensor().Floats.ToArray());

    private static ImageBatch Batch(params int[] indices)
    {
        Tensor[] images = Array.ConvertAll(indices, index =>
        {
            var planes = new float[3 * 16 * 16];
            SyntheticPairs.Source(index, 16).ToPlanes(planes);
            return WeightTensor.FromFloats(planes, 1, 3, 16, 16).ToTensor();
        });
        Tensor source = torch.cat(images, 0);
        return new ImageBatch(source, source, Array.ConvertAll(indices, index => new ImageView(index, 0, 0, false)));
    }
}
