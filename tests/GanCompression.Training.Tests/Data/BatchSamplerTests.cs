using TorchSharp;

namespace GanCompression.Training.Tests.Data;

[TestClass]
public sealed class BatchSamplerTests
{
    [TestMethod]
    public void Read_OneEpoch_ShowsEveryPairOnceAndTheRestInASmallerBatch()
    {
        using DisposeScope scope = torch.NewDisposeScope();
        using ImagePairCache data = SyntheticPairs.Create(5);
        var sampler = new BatchSampler(data, null, useFlip: false, batchSize: 2, seed: 1);
        Assert.AreEqual(3, sampler.BatchesPerEpoch);
        for (int epoch = 0; epoch < 2; epoch++)
        {
            ImageBatch[] batches = [.. Enumerable.Range(0, 3).Select(batch => sampler.Read(epoch, batch))];
            CollectionAssert.AreEqual(new[] { 2, 2, 1 }, batches.Select(batch => batch.Count).ToArray());
            string[] seen = [.. batches.SelectMany(Images).Select(Convert.ToHexString).Order(StringComparer.Ordinal)];
            string[] expected = [.. Enumerable.Range(0, 5).Select(i => Convert.ToHexString(SyntheticPairs.Source(i, 16).Pixels)).Order(StringComparer.Ordinal)];
            CollectionAssert.AreEqual(expected, seen);
        }
    }

    [TestMethod]
    public void Read_CropsAndFlips_AreThoseOfTheImageAndTheSameForBothOfAPair()
    {
        using DisposeScope scope = torch.NewDisposeScope();
        using ImagePairCache data = SyntheticPairs.Create(3);
        var sampler = new BatchSampler(data, 12, useFlip: true, batchSize: 3, seed: 1);
        var windows = new HashSet<(int, int, bool)>();
        for (int epoch = 0; epoch < 20; epoch++)
        {
            ImageBatch batch = sampler.Read(epoch, 0);
            byte[][] sources = [.. Images(batch)];
            byte[][] targets = [.. Images(new ImageBatch(batch.Target, batch.Source, batch.Views))];
            for (int i = 0; i < 3; i++)
                windows.Add(FindWindow(sources[i], targets[i]));
        }

        Assert.IsGreaterThan(20, windows.Count, "There are 50 windows, and 60 images were drawn.");
        Assert.Contains(window => window.Item3, windows);
        Assert.Contains(window => !window.Item3, windows);
    }

    [TestMethod]
    public void Read_AnyOrderOfCalls_DependsOnSeedEpochAndIndexAlone()
    {
        using DisposeScope scope = torch.NewDisposeScope();
        using ImagePairCache data = SyntheticPairs.Create(5);
        var forward = new BatchSampler(data, 8, true, 2, seed: 5);
        ImageBatch[] all = [.. Enumerable.Range(0, 9).Select(i => forward.Read(i / 3, i % 3))];
        var fresh = new BatchSampler(data, 8, true, 2, seed: 5);
        foreach (int i in new[] { 7, 2, 5 })
        {
            ImageBatch batch = fresh.Read(i / 3, i % 3);
            Assert.IsTrue(all[i].Source.ToWeightTensor().ContentEquals(batch.Source.ToWeightTensor()));
            Assert.IsTrue(all[i].Target.ToWeightTensor().ContentEquals(batch.Target.ToWeightTensor()));
        }

        ImageBatch other = new BatchSampler(data, 8, true, 2, seed: 6).Read(0, 0);
        Assert.IsFalse(all[0].Source.ToWeightTensor().ContentEquals(other.Source.ToWeightTensor()));
    }

    [TestMethod]
    [DataRow(5, 3)]
    [DataRow(2, 5)]
    public void Read_UnpairedEpoch_ShowsAsManyAsTheLargerSetHas_WithTargetsAtRandom(int sources, int targets)
    {
        using DisposeScope scope = torch.NewDisposeScope();
        using UnpairedImageCache data = SyntheticSets.Create(sources, targets);
        var sampler = new BatchSampler(data, null, useFlip: false, batchSize: 2, seed: 1);
        Assert.AreEqual(3, sampler.BatchesPerEpoch);
        string[] sourceImages = [.. Enumerable.Range(0, sources).Select(i => Convert.ToHexString(SyntheticPairs.Source(i, 16).Pixels))];
        string[] targetImages = [.. Enumerable.Range(0, targets).Select(i => Convert.ToHexString(SyntheticPairs.Target(i + 40, 16).Pixels))];
        var met = new HashSet<(int, int)>();
        for (int epoch = 0; epoch < 15; epoch++)
        {
            ImageBatch[] batches = [.. Enumerable.Range(0, 3).Select(batch => sampler.Read(epoch, batch))];
            int[] shown = [.. batches.SelectMany(Images).Select(image => Array.IndexOf(sourceImages, Convert.ToHexString(image)))];
            int[] drawn = [.. batches.SelectMany(batch => Images(new ImageBatch(batch.Target, batch.Source, batch.Views))).Select(image => Array.IndexOf(targetImages, Convert.ToHexString(image)))];
            CollectionAssert.AreEquivalent(Enumerable.Range(0, 5).Select(i => i % sources).ToArray(), shown, "An epoch shows every source.");
            met.UnionWith(shown.Zip(drawn));
        }

        Assert.HasCount(sources * targets, met, "Every source meets every target in time.");
    }

    [TestMethod]
    public void Read_Unpaired_CropsAreIndependent_AndDependOnSeedEpochAndIndexAlone()
    {
        using DisposeScope scope = torch.NewDisposeScope();
        using var data = new UnpairedImageCache(16, 16);
        data.AddSource(SyntheticPairs.Source(0, 16));
        data.AddTarget(SyntheticPairs.Source(0, 16));
        var sampler = new BatchSampler(data, 8, useFlip: true, batchSize: 1, seed: 4);
        int same = 0;
        for (int epoch = 0; epoch < 20; epoch++)
        {
            ImageBatch batch = sampler.Read(epoch, 0);
            ImageBatch again = new BatchSampler(data, 8, useFlip: true, batchSize: 1, seed: 4).Read(epoch, 0);
            Assert.IsTrue(batch.Source.ToWeightTensor().ContentEquals(again.Source.ToWeightTensor()));
            Assert.IsTrue(batch.Target.ToWeightTensor().ContentEquals(again.Target.ToWeightTensor()));
            if (batch.Source.ToWeightTensor().ContentEquals(batch.Target.ToWeightTensor()))
                same++;
        }

        Assert.IsLessThan(5, same, "There are 162 windows.");
    }

    private static IEnumerable<byte[]> Images(ImageBatch batch)
    {
        WeightTensor tensor = batch.Source.ToWeightTensor();
        int length = tensor.Floats.Length / batch.Count;
        for (int i = 0; i < batch.Count; i++)
        {
            var planes = new float[length];
            tensor.Floats.Slice(i * length, length).CopyTo(planes);

            // Half a step up, so that truncation gives back the byte it came from.
            for (int p = 0; p < planes.Length; p++)
                planes[p] += 0.5f / 127.5f;
            yield return RgbImage.FromPlanes(planes, tensor.Shape[2], tensor.Shape[3]).Pixels.ToArray();
        }
    }

    private static (int, int, bool) FindWindow(byte[] source, byte[] target)
    {
        for (int index = 0; index < 3; index++)
        {
            for (int at = 0; at < 50; at++)
            {
                (int x, int y, bool isFlipped) = (at % 5, at / 5 % 5, at >= 25);
                if (Window(SyntheticPairs.Source(index, 16)).AsSpan().SequenceEqual(source))
                {
                    CollectionAssert.AreEqual(Window(SyntheticPairs.Target(index, 16)), target, "The target shows another window than the source.");
                    return (x, y, isFlipped);
                }

                byte[] Window(RgbImage image)
                {
                    RgbImage crop = image.Crop(x, y, 12, 12);
                    return (isFlipped ? crop.FlipHorizontal() : crop).Pixels.ToArray();
                }
            }
        }

        throw new AssertFailedException("The image is no window of any source.");
    }
}
