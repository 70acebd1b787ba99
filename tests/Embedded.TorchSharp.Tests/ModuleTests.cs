using TorchSharp.Modules;
using static TorchSharp.Tests.Reference;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace TorchSharp.Tests;

[TestClass]
public sealed class ModuleTests
{
    private static readonly string[] s_keys =
        ["scale", "head.weight", "head.bias", "body.0.weight", "body.2.weight", "body.2.bias", "offset", "body.2.running_mean", "body.2.running_var", "body.2.num_batches_tracked"];

    [TestMethod]
    public void RegisterComponents_OfFields_FindsModulesParametersAndBuffers()
    {
        using var net = new Net();

        CollectionAssert.AreEquivalent(s_keys, net.state_dict().Keys.ToArray());
        CollectionAssert.AreEqual(
            new[] { "scale", "head.weight", "head.bias", "body.0.weight", "body.2.weight", "body.2.bias" },
            net.named_parameters().Select(p => p.name).ToArray());
        CollectionAssert.AreEqual(
            new[] { "offset", "body.2.running_mean", "body.2.running_var", "body.2.num_batches_tracked" },
            net.named_buffers().Select(b => b.name).ToArray());
        CollectionAssert.AreEquivalent(new[] { "head", "body" }, net.named_children().Select(c => c.name).ToArray());
        CollectionAssert.AreEquivalent(
            new[] { "head", "body", "body.0", "body.1", "body.2" }, net.named_modules().Select(m => m.name).ToArray());
        Assert.AreSame(net.get_parameter("head.weight"), net.state_dict()["head.weight"]);
        Assert.IsNull(net.get_parameter("head.nothing"));
        Assert.IsTrue(net.has_buffer("offset"));
    }

    [TestMethod]
    public void Register_ByName_RefusesDoublesAndNulls()
    {
        using var net = new Net();

        Assert.ThrowsExactly<InvalidOperationException>(() => net.register_module("head", Identity()));
        Assert.ThrowsExactly<ArgumentException>(() => net.register_module("a.b", Identity()));
        Assert.ThrowsExactly<InvalidOperationException>(() => net.register_buffer("offset", ones(1)));
        Assert.ThrowsExactly<ArgumentNullException>(() => net.register_parameter("none", null!));
    }

    [TestMethod]
    public void StateDict_LoadedIntoAnother_MakesThemEqual()
    {
        using var scope = NewDisposeScope();
        using var source = new Net();
        using var target = new Net();
        var x = Wave([2, 2, 5, 5]);
        source.eval();
        target.eval();
        Assert.IsFalse(source.call(x).allclose(target.call(x)));

        var (missing, unexpected) = target.load_state_dict(source.state_dict());

        Assert.IsEmpty(missing);
        Assert.IsEmpty(unexpected);
        Assert.IsTrue(source.call(x).allclose(target.call(x)));
    }

    [TestMethod]
    public void LoadStateDict_WithOtherKeys_IsStrictUnlessTold()
    {
        using var net = new Net();
        var state = net.state_dict();
        state.Remove("scale");
        state["strange"] = ones(1);

        Assert.ThrowsExactly<InvalidOperationException>(() => net.load_state_dict(state));
        var (missing, unexpected) = net.load_state_dict(state, strict: false);
        CollectionAssert.AreEqual(new[] { "scale" }, missing.ToArray());
        CollectionAssert.AreEqual(new[] { "strange" }, unexpected.ToArray());
        (missing, unexpected) = net.load_state_dict(state, strict: true, skip: ["scale", "strange"]);
        Assert.IsEmpty(missing);
        Assert.IsEmpty(unexpected);
    }

    [TestMethod]
    public void SaveAndLoad_ThroughAFile_KeepEveryValue()
    {
        using var scope = NewDisposeScope();
        var file = Path.GetTempFileName();
        try
        {
            using var source = new Net();
            using var target = new Net();
            source.save(file);
            target.load(file);

            foreach (var (key, value) in source.state_dict())
                Assert.IsTrue(value.Equals(target.state_dict()[key]), key);
            // The number of entries, then the length of the first name.
            var bytes = File.ReadAllBytes(file);
            Assert.AreEqual(s_keys.Length, bytes[0]);
            Assert.AreEqual("scale".Length, bytes[1]);
        }
        finally
        {
            File.Delete(file);
        }
    }

    [TestMethod]
    public void Load_OfAnotherNetwork_IsRefused()
    {
        using var scope = NewDisposeScope();
        using var stream = new MemoryStream();
        using var net = new Net();
        using var other = Linear(2, 2);
        using (var writer = new BinaryWriter(stream, System.Text.Encoding.UTF8, leaveOpen: true))
            other.save(writer);
        stream.Position = 0;

        var message = Assert.ThrowsExactly<ArgumentException>(() => net.load(stream)).Message;
        StringAssert.Contains(message, "expected 10");
    }

    [TestMethod]
    public void TrainAndEval_ReachEveryModule()
    {
        using var net = new Net();

        net.eval();
        Assert.IsFalse(net.training);
        Assert.IsFalse(net.modules().OfType<BatchNorm2d>().Single().training);
        net.train();
        Assert.IsTrue(net.modules().OfType<BatchNorm2d>().Single().training);
    }

    [TestMethod]
    public void To_DoublePrecision_ConvertsParametersAndFloatBuffers()
    {
        using var scope = NewDisposeScope();
        using var net = new Net();

        net.to(ScalarType.Float64);

        Assert.IsTrue(net.parameters().All(p => p.dtype == ScalarType.Float64 && p.requires_grad));
        Assert.AreEqual(ScalarType.Float64, net.call(Wave([1, 2, 5, 5]).to(ScalarType.Float64)).dtype);
        Assert.ThrowsExactly<ArgumentException>(() => net.to(ScalarType.Int64));
    }

    [TestMethod]
    public void ZeroGrad_RemovesGradients()
    {
        using var scope = NewDisposeScope();
        using var layer = Linear(2, 1);
        layer.call(ones(1, 2)).backward();
        Assert.IsNotNull(layer.weight!.grad);

        layer.zero_grad(set_to_none: false);
        Assert.AreEqual(0f, layer.weight.grad!.abs().sum().ToSingle());
        layer.zero_grad();
        Assert.IsNull(layer.weight.grad);
    }

    [TestMethod]
    public void Hooks_AroundACall_SeeAndChangeValues()
    {
        using var scope = NewDisposeScope();
        using var layer = Identity();
        var pre = layer.register_forward_pre_hook((_, x) => x * 2);
        var post = layer.register_forward_hook((_, _, y) => y + 1);

        Assert.AreEqual(7f, layer.call(tensor(3f)).ToSingle());
        pre.remove();
        Assert.AreEqual(4f, layer.call(tensor(3f)).ToSingle());
        post.remove();
        Assert.AreEqual(3f, layer.call(tensor(3f)).ToSingle());
    }

    [TestMethod]
    public void Sequential_OfModules_RunsThemInOrder()
    {
        using var scope = NewDisposeScope();
        using var net = Sequential(("double", new Times(2)), ("relu", ReLU(inplace: true)), ("triple", new Times(3)));

        AreClose([0, 12], net.call(tensor(new[] { -1f, 2f })));
        CollectionAssert.AreEqual(new[] { "double", "relu", "triple" }, net.named_children().Select(c => c.name).ToArray());
        Assert.AreEqual(3, net.Count);
        using var unnamed = Sequential(new Times(2), new Times(5));
        CollectionAssert.AreEqual(new[] { "0", "1" }, unnamed.named_children().Select(c => c.name).ToArray());
    }

    [TestMethod]
    public void ListsAndDictionaries_OfModules_RegisterThem()
    {
        using var list = ModuleList(Linear(1, 1), Linear(1, 1));
        using var dictionary = ModuleDict(("a", Linear(1, 1)), ("b", Linear(1, 1)));

        using var owner = new Collections(list, dictionary);

        CollectionAssert.AreEqual(
            new[] { "list.0.weight", "list.0.bias", "list.1.weight", "list.1.bias", "dictionary.a.weight", "dictionary.a.bias", "dictionary.b.weight", "dictionary.b.bias" },
            owner.named_parameters().Select(p => p.name).ToArray());
        Assert.HasCount(2, list);
        Assert.IsTrue(dictionary.ContainsKey("b"));
        Assert.AreSame(dictionary["a"], dictionary.values().First());
    }

    [TestMethod]
    public void Dispose_OfAModule_DisposesWhatItOwns()
    {
        var net = new Net();
        var tensors = net.state_dict().Values.ToArray();

        net.Dispose();

        Assert.IsTrue(tensors.All(t => t.IsInvalid));
    }

    [TestMethod]
    public void BatchNorm_InTrainingAndEvaluation_MatchesReference()
    {
        using var scope = NewDisposeScope();
        using var norm = BatchNorm2d(3, momentum: 0.2);
        var x = Wave([2, 3, 6, 5]);

        norm.call(x);
        Expect(norm.call((x * 2) + 1), [2, 3, 6, 5], 0, 179.99909, -0.087469f, 0.826137f, 1.310061f);
        AreClose([0.234540f, 0.208630f, 0.156006f], norm.running_mean!);
        AreClose([1.125417f, 1.108433f, 1.136691f], norm.running_var!);
        Assert.AreEqual(2, norm.num_batches_tracked!.ToInt64());
        norm.eval();
        Expect(norm.call(x), [2, 3, 6, 5], -33.98875, 85.85359, -0.221084f, 0.386175f);
    }

    [TestMethod]
    public void Layers_WithParameters_EqualTheirFunctions()
    {
        using var scope = NewDisposeScope();
        var x = Wave([2, 3, 6, 5]);
        using var conv = Conv2d(3, 4, 3, stride: 2, padding: 1, padding_mode: PaddingModes.Reflect);
        using var same = Conv2d(3, 4, 3, padding: Padding.Same, bias: false);
        using var up = ConvTranspose2d(3, 2, 3, stride: 2, padding: 1, output_padding: 1);
        using var norm = InstanceNorm2d(3, affine: true);
        using var pad = ReflectionPad2d((2, 1, 1, 2));
        using var resize = Upsample(scale_factor: [2.0, 2.0], mode: UpsampleMode.Nearest);

        using var padded = functional.pad(x, new long[] { 1, 1, 1, 1 }, PaddingModes.Reflect);
        Assert.IsTrue(conv.call(x).allclose(functional.conv2d(padded, conv.weight!, conv.bias, strides: [2, 2])));
        CollectionAssert.AreEqual(new long[] { 2, 4, 6, 5 }, same.call(x).shape);
        Assert.IsNull(same.bias);
        CollectionAssert.AreEqual(new long[] { 2, 2, 12, 10 }, up.call(x).shape);
        CollectionAssert.AreEqual(new long[] { 3, 2, 3, 3 }, up.weight!.shape);
        Assert.IsTrue(norm.call(x).allclose(functional.instance_norm(x), atol: 1e-6));
        Expect(pad.call(x), [2, 3, 9, 8], -1.00300, 216.64596, -0.982453f);
        Expect(resize.call(x), [2, 3, 12, 10], -0.35307, 359.04255);
    }

    [TestMethod]
    public void Parameter_MadeFromATensor_TakesItOver()
    {
        using var scope = NewDisposeScope();
        var data = ones(2);
        var parameter = Parameter(data);

        Assert.IsTrue(data.IsInvalid);
        Assert.IsTrue(parameter.requires_grad);
        Assert.IsTrue(scope.Contains(parameter));
        Assert.IsFalse(Parameter(ones(2), requires_grad: false).requires_grad);
    }

    [TestMethod]
    public void ClipGradNorm_ScalesToTheLimit()
    {
        using var scope = NewDisposeScope();
        var parameters = new[] { Parameter(Wave([3])), Parameter(Wave([2, 2])) };
        ((parameters[0] * parameters[0]).sum() + (parameters[1] * parameters[1]).sum()).backward();

        Assert.AreEqual(3.750939, nn.utils.clip_grad_norm_(parameters, 1.0), 1e-5);
        AreClose([0, 0.343497f, 0.525442f], parameters[0].grad!);
        AreClose([0, 0.343497f, 0.525442f, 0.460263f], parameters[1].grad!);
    }

    // Collections of modules register what they hold with the module that owns them.
    private sealed class Collections : Module
    {
        private readonly ModuleList<Linear> list;
        private readonly ModuleDict<Linear> dictionary;

        internal Collections(ModuleList<Linear> list, ModuleDict<Linear> dictionary)
            : base(nameof(Collections))
        {
            this.list = list;
            this.dictionary = dictionary;
            RegisterComponents();
        }
    }

    private sealed class Net : Module<Tensor, Tensor>
    {
        private readonly Parameter scale;
        private readonly Tensor offset;
        private readonly Module<Tensor, Tensor> head;
        private readonly Module<Tensor, Tensor> body;

        internal Net()
            : base(nameof(Net))
        {
            scale = Parameter(randn(1));
            offset = randn(1);
            head = Conv2d(2, 3, 3);
            body = Sequential(Conv2d(3, 4, 1, bias: false), ReLU(), BatchNorm2d(4));
            RegisterComponents();
        }

        public override Tensor forward(Tensor input)
        {
            using var scope = NewDisposeScope();
            return ((body.call(head.call(input)) * scale) + offset.to(input.dtype)).MoveToOuterDisposeScope();
        }
    }

    private sealed class Times(double factor) : Module<Tensor, Tensor>(nameof(Times))
    {
        public override Tensor forward(Tensor input) => input * factor;
    }
}
