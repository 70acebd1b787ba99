using static TorchSharp.Tests.Reference;
using static TorchSharp.torch;

namespace TorchSharp.Tests;

[TestClass]
public sealed class TensorTests
{
    private DisposeScope _scope = null!;

    [TestInitialize]
    public void OpenScope() => _scope = NewDisposeScope();

    [TestCleanup]
    public void CloseScope() => _scope.Dispose();

    [TestMethod]
    public void Tensor_FromArray_HasShapeTypeAndValues()
    {
        var t = tensor(new[] { 1f, 2f, 3f, 4f, 5f, 6f }, [2, 3]);

        CollectionAssert.AreEqual(new long[] { 2, 3 }, t.shape);
        CollectionAssert.AreEqual(new long[] { 3, 1 }, t.stride());
        Assert.AreEqual(ScalarType.Float32, t.dtype);
        Assert.AreEqual(DeviceType.CPU, t.device.type);
        Assert.AreEqual(6, t.numel());
        Assert.AreEqual(2, t.dim());
        Assert.AreEqual(3, t.size(-1));
        Assert.IsFalse(t.requires_grad);
        Assert.IsTrue(t.is_leaf);
        Assert.IsNull(t.grad);
        Assert.AreEqual("[2x3], type = Float32, device = cpu", t.ToString());
    }

    [TestMethod]
    public void Tensor_OfEachElementType_KeepsItsValues()
    {
        CollectionAssert.AreEqual(new[] { 1.5, -2 }, tensor(new[] { 1.5, -2 }).data<double>().ToArray());
        CollectionAssert.AreEqual(new[] { 3, -4 }, tensor(new[] { 3, -4 }).data<int>().ToArray());
        CollectionAssert.AreEqual(new[] { 5L, 1L << 40 }, tensor(new[] { 5L, 1L << 40 }).data<long>().ToArray());
        CollectionAssert.AreEqual(new byte[] { 0, 255 }, tensor(new byte[] { 0, 255 }).data<byte>().ToArray());
        CollectionAssert.AreEqual(new[] { true, false }, tensor(new[] { true, false }).data<bool>().ToArray());
        Assert.AreEqual(ScalarType.Int64, tensor(7L).dtype);
        Assert.AreEqual(ScalarType.Float32, tensor(new[] { 1.0, 2.0 }, dtype: ScalarType.Float32).dtype);
        Assert.IsTrue(tensor(new[] { 1f }, requires_grad: true).requires_grad);
    }

    [TestMethod]
    public void Factories_OfShapesAndRanges_FillAsNamed()
    {
        AreClose([0, 0, 0, 0], zeros(2, 2));
        AreClose([1, 1], ones(2));
        AreClose([2.5f, 2.5f], full(2, 2.5));
        AreClose([0, 1, 2], arange(3, dtype: ScalarType.Float32));
        AreClose([1, 1.5f, 2], arange(1.0, 2.5, 0.5, dtype: ScalarType.Float32));
        AreClose([0, 0.5f, 1], linspace(0, 1, 3));
        AreClose([1, 0, 0, 1], eye(2));
        Assert.AreEqual(ScalarType.Int64, arange(3).dtype);
        Assert.AreEqual(ScalarType.Float64, zeros_like(ones(2), ScalarType.Float64).dtype);
        AreClose([1, 2, 3, 4], from_array(new float[,] { { 1, 2 }, { 3, 4 } }));
        CollectionAssert.AreEqual(new long[] { 2, 2 }, from_array(new float[,] { { 1, 2 }, { 3, 4 } }).shape);
    }

    [TestMethod]
    public void Arithmetic_WithTensorsAndNumbers_MatchesHandComputation()
    {
        var a = tensor(new[] { 1f, -2f, 4f });
        var b = tensor(new[] { 2f, 2f, 0.5f });

        AreClose([3, 0, 4.5f], a + b);
        AreClose([-1, -4, 3.5f], a - b);
        AreClose([2, -4, 2], a * b);
        AreClose([0.5f, -1, 8], a / b);
        AreClose([0, 3, -3], 1 - a);
        AreClose([1, -0.5f, 0.25f], 1.0 / a);
        AreClose([-1, 2, -4], -a);
        AreClose([1, 4, 16], a.pow(2));
        AreClose([1, 2, 4], a.abs());
        AreClose([1, 0, 3], a.clamp(0, 3));
        AreClose([2, 2, 4], a.maximum(b));
        AreClose([1, -2, 0.5f], a.minimum(b));
        AreClose([0, -1, 2], a.div(2, RoundingMode.floor));
        AreClose([2, 0, 4.25f], a.add(b, alpha: 0.5) + tensor(new[] { 0f, 1f, 0f }));
    }

    [TestMethod]
    public void InPlaceOperations_ChangeAndReturnTheSameTensor()
    {
        var a = tensor(new[] { 1f, 2f, 3f });

        Assert.AreSame(a, a.add_(1).mul_(2).sub_(tensor(new[] { 1f, 1f, 1f })).div_(3));
        AreClose([1, 5f / 3, 7f / 3], a);
        Assert.AreSame(a, a.fill_(4).addcmul_(ones(3), full(3, 2.0), 0.5).addcdiv_(ones(3), full(3, 4.0), 2.0));
        AreClose([5.5f, 5.5f, 5.5f], a);
        _ = a.zero_();
        AreClose([0, 0, 0], a);
        Assert.AreSame(a, a.copy_(tensor(new[] { 1f, -1f, 5f })).clamp_(0, 2));
        AreClose([1, 0, 2], a);
        Assert.AreSame(a, a.lerp_(zeros(3), full(3, 0.5)));
        AreClose([0.5f, 0, 1], a);
    }

    [TestMethod]
    public void Reductions_OverAllOrSomeDimensions_MatchHandComputation()
    {
        var t = tensor(new[] { 1f, 2f, 3f, 4f, 5f, 9f }, [2, 3]);

        Assert.AreEqual(24f, t.sum().ToSingle());
        AreClose([5, 7, 12], t.sum(0L));
        AreClose([2, 6], t.mean([1]));
        CollectionAssert.AreEqual(new long[] { 2, 1 }, t.mean([1], keepdim: true).shape);
        Assert.AreEqual(8, t.var().ToSingle(), 1e-5);
        AreClose([2f / 3, 14f / 3], t.var(1, unbiased: false));
        Assert.AreEqual(Math.Sqrt(8), t.std().ToDouble(), 1e-5);
        Assert.AreEqual(9f, t.max().item<float>());
        Assert.AreEqual(1f, t.min().item<float>());
        var (values, indices) = t.max(1);
        AreClose([3, 9], values);
        CollectionAssert.AreEqual(new long[] { 2, 2 }, indices.data<long>().ToArray());
        Assert.AreEqual(Math.Sqrt(136), t.norm().ToDouble(), 1e-5);
        Assert.AreEqual(5L, t.argmax().ToInt64());
    }

    [TestMethod]
    public void SortTopkAndArgsort_OrderValuesWithIndices()
    {
        var t = tensor(new[] { 3f, 1f, 2f });

        var (sorted, order) = t.sort();
        AreClose([1, 2, 3], sorted);
        CollectionAssert.AreEqual(new long[] { 1, 2, 0 }, order.data<long>().ToArray());
        var (largest, _) = t.topk(2);
        AreClose([3, 2], largest);
        CollectionAssert.AreEqual(new long[] { 0, 2, 1 }, t.argsort(descending: true).data<long>().ToArray());
    }

    [TestMethod]
    public void ShapeOperations_RearrangeElements()
    {
        var t = arange(6, dtype: ScalarType.Float32).reshape(2, 3);

        AreClose([0, 3, 1, 4, 2, 5], t.transpose(0, 1).contiguous());
        AreClose([0, 3, 1, 4, 2, 5], t.permute(1, 0));
        Assert.IsFalse(t.transpose(0, 1).is_contiguous());
        CollectionAssert.AreEqual(new long[] { 1, 2, 3 }, t.unsqueeze(0).shape);
        CollectionAssert.AreEqual(new long[] { 2, 3 }, t.unsqueeze(0).squeeze(0).shape);
        CollectionAssert.AreEqual(new long[] { 6 }, t.flatten().shape);
        CollectionAssert.AreEqual(new long[] { 4, 2, 3 }, t.expand(4, 2, 3).shape);
        CollectionAssert.AreEqual(new long[] { 2, 6 }, t.repeat(1, 2).shape);
        AreClose([1, 2, 4, 5], t.narrow(1, 1, 2));
        AreClose([3, 4, 5], t.select(0, 1));
        AreClose([0, 2, 3, 5], t.slice(1, 0, 3, 2));
        AreClose([2, 0, 5, 3], t.index_select(1, tensor(new[] { 2L, 0L })));
        AreClose([2, 1, 0, 5, 4, 3], t.flip(1));
        AreClose([2, 0, 1, 5, 3, 4], t.roll(1, 1));
    }

    [TestMethod]
    public void CatStackSplitAndChunk_AreInverse()
    {
        var t = arange(6, dtype: ScalarType.Float32).reshape(2, 3);

        AreClose([0, 1, 2, 3, 4, 5], cat(t.split([1, 1])));
        CollectionAssert.AreEqual(new long[] { 2, 6 }, cat(new[] { t, t }, dim: 1).shape);
        CollectionAssert.AreEqual(new long[] { 2, 2, 3 }, stack([t, t], 1).shape);
        var chunks = t.chunk(3, 1);
        Assert.HasCount(3, chunks);
        AreClose([1, 4], chunks[1]);
    }

    [TestMethod]
    public void Index_ByNumbersSlicesAndTensors_SelectsLikeNumPy()
    {
        var t = arange(24, dtype: ScalarType.Float32).reshape(2, 3, 4);

        Assert.AreEqual(23f, t[1, 2, 3].item<float>());
        CollectionAssert.AreEqual(new long[] { 3, 4 }, t[-1].shape);
        AreClose([1, 5, 9], t[0, TensorIndex.Colon, 1]);
        AreClose([3, 7, 11, 15, 19, 23], t[TensorIndex.Ellipsis, 3]);
        AreClose([16, 18, 20, 22], t[TensorIndex.Single(1), TensorIndex.Slice(1, 3), TensorIndex.Slice(null, null, 2)]);
        CollectionAssert.AreEqual(new long[] { 2, 1, 3, 4 }, t[TensorIndex.Colon, TensorIndex.None].shape);
        CollectionAssert.AreEqual(new long[] { 2, 2, 4 }, t[TensorIndex.Colon, TensorIndex.Tensor(tensor(new[] { 2L, 0L }))].shape);
        AreClose([22, 23], t[t.gt(21)]);
    }

    [TestMethod]
    public void IndexAssignment_WritesThroughToTheTensor()
    {
        var t = zeros(2, 3);

        t[0] = tensor(new[] { 1f, 2f, 3f });
        t[1, 2] = tensor(9f);
        t[TensorIndex.Colon, TensorIndex.Slice(0, 1)] = full(2, 1, 7.0);

        AreClose([7, 2, 3, 7, 0, 9], t);
    }

    [TestMethod]
    public void Comparisons_YieldBooleanTensors()
    {
        var t = tensor(new[] { 1f, float.NaN, float.PositiveInfinity });

        CollectionAssert.AreEqual(new[] { false, true, false }, t.isnan().data<bool>().ToArray());
        CollectionAssert.AreEqual(new[] { true, false, false }, t.isfinite().data<bool>().ToArray());
        CollectionAssert.AreEqual(new[] { true, false, true }, t.gt(0).data<bool>().ToArray());
        Assert.IsTrue(t.isnan().any().ToBoolean());
        Assert.IsFalse(t.isfinite().all().item<bool>());
        AreClose([1, 0, 0], where(t.isfinite(), t, zeros(3)));
        Assert.IsTrue(tensor(new[] { 1f }).allclose(tensor(new[] { 1f + 1e-7f })));
    }

    [TestMethod]
    public void MatrixProducts_MatchHandComputation()
    {
        var a = tensor(new[] { 1f, 2f, 3f, 4f }, [2, 2]);
        var b = tensor(new[] { 0f, 1f, 1f, 0f }, [2, 2]);

        AreClose([2, 1, 4, 3], a.mm(b));
        AreClose([2, 1, 4, 3], a.matmul(b));
        AreClose([2, 1, 4, 3], einsum("ij,jk->ik", a, b));
        var (values, vectors) = linalg.eigh(tensor(new[] { 2f, 1f, 1f, 2f }, [2, 2]));
        AreClose([1, 3], values);
        AreClose([2, 1, 1, 2], vectors.mm(values.diag()).mm(vectors.t()), 1e-4);
    }

    [TestMethod]
    public void Data_OfStridedTensor_ReadsAndWritesInRowMajorOrder()
    {
        var t = arange(6, dtype: ScalarType.Float32).reshape(2, 3);
        var transposed = t.t();

        CollectionAssert.AreEqual(new float[] { 0, 3, 1, 4, 2, 5 }, transposed.data<float>().ToArray());
        var accessor = transposed.data<float>();
        accessor[2, 1] = 50;
        Assert.AreEqual(50f, accessor[2, 1]);
        Assert.AreEqual(50f, t[1, 2].item<float>());
        Assert.AreEqual(6, accessor.Count);
        t.data<float>().CopyFrom(new float[] { 9, 8, 7 }, 0, 3);
        AreClose([0, 1, 2, 9, 8, 7], t);
        var span = new float[2];
        t.data<float>().CopyTo(span.AsSpan(), 0, 3);
        CollectionAssert.AreEqual(new float[] { 9, 8 }, span);
    }

    [TestMethod]
    public void Data_OfAnotherElementType_IsRefused()
    {
        var message = Assert.ThrowsExactly<ArgumentException>(() => ones(2).data<double>()).Message;
        StringAssert.Contains(message, "Float32");
        Assert.ThrowsExactly<ArgumentException>(() => ones(2).item<float>());
    }

    [TestMethod]
    public void Bytes_OfContiguousTensor_AreItsMemory()
    {
        var t = tensor(new[] { 1, 2 });

        Assert.AreEqual(8, t.bytes.Length);
        t.bytes = new byte[] { 7, 0, 0, 0, 9, 0, 0, 0 };
        CollectionAssert.AreEqual(new[] { 7, 9 }, t.data<int>().ToArray());
        Assert.ThrowsExactly<InvalidOperationException>(() => _ = zeros(2, 3).t().bytes.Length);
    }

    [TestMethod]
    public void To_AnotherType_ConvertsAndTheSameTypeShares()
    {
        var t = tensor(new[] { 1.7f, -1.7f });

        CollectionAssert.AreEqual(new long[] { 1, -1 }, t.to(ScalarType.Int64).data<long>().ToArray());
        var same = t.to(ScalarType.Float32);
        same.add_(1);
        AreClose([2.7f, -0.7f], t);
        var copy = t.to(ScalarType.Float32, copy: true);
        copy.zero_();
        AreClose([2.7f, -0.7f], t);
        Assert.AreEqual(ScalarType.BFloat16, t.to(ScalarType.BFloat16).dtype);
        Assert.AreEqual(1.5f, tensor(1.5f).to(ScalarType.BFloat16).ToSingle());
    }

    [TestMethod]
    public void SaveAndLoad_KeepTypeShapeAndBytes()
    {
        var t = Wave([3, 4]);
        using var stream = new MemoryStream();
        using (var writer = new BinaryWriter(stream, System.Text.Encoding.UTF8, leaveOpen: true))
            t.Save(writer);

        // Type 6 (Float32), rank 2, sizes 3 and 4, then the elements.
        CollectionAssert.AreEqual(new byte[] { 6, 2, 3, 4 }, stream.ToArray()[..4]);
        Assert.AreEqual(4 + 48, stream.Length);
        stream.Position = 0;
        using var reader = new BinaryReader(stream);
        Assert.IsTrue(TensorExtensionMethods.Load(reader).Equals(t));
    }

    [TestMethod]
    public void SaveAndLoad_ThroughAFile_KeepTheTensor()
    {
        var file = Path.GetTempFileName();
        try
        {
            var t = Wave([2, 5]);
            save(t, file);
            Assert.IsTrue(load(file).Equals(t));
        }
        finally
        {
            File.Delete(file);
        }
    }
}
