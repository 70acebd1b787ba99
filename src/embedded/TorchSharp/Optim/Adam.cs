using TorchSharp.Interop;
using static TorchSharp.torch;
using static TorchSharp.torch.optim;

namespace TorchSharp.Modules;

/// <summary>
/// Adam (Kingma and Ba, 2015). Small parameters at the same step are updated together, list by list; the arithmetic of each
/// element is that of PyTorch's: p -= lr / (1 - b1^t) * m / (sqrt(v) / sqrt(1 - b2^t) + eps).
/// </summary>
public class Adam : OptimizerHelper, IBetas
{
    // A list of tensors runs through nine operators; more elements than this would leave the cache in between.
    private const long MostElementsTogether = 1 << 15;

    private readonly Options _defaults;

    public Adam(
        IEnumerable<Parameter> parameters, double lr = 0.001, double beta1 = 0.9, double beta2 = 0.999, double eps = 1e-08,
        double weight_decay = 0, bool amsgrad = false, bool maximize = false)
        : this([new ParamGroup { Parameters = parameters }], lr, beta1, beta2, eps, weight_decay, amsgrad, maximize)
    {
    }

    public Adam(
        IEnumerable<ParamGroup> parameters, double lr = 0.001, double beta1 = 0.9, double beta2 = 0.999, double eps = 1e-08,
        double weight_decay = 0, bool amsgrad = false, bool maximize = false)
    {
        Require(lr >= 0, nameof(lr), lr);
        Require(beta1 is >= 0 and < 1, nameof(beta1), beta1);
        Require(beta2 is >= 0 and < 1, nameof(beta2), beta2);
        Require(eps >= 0, nameof(eps), eps);
        Require(weight_decay >= 0, nameof(weight_decay), weight_decay);
        _defaults = new Options
        {
            LearningRate = lr,
            InitialLearningRate = lr,
            beta1 = beta1,
            beta2 = beta2,
            eps = eps,
            weight_decay = weight_decay,
            amsgrad = amsgrad,
            maximize = maximize,
        };
        foreach (var group in parameters)
            add_param_group(group);
    }

    public (double, double) Betas
    {
        get => (_defaults.beta1!.Value, _defaults.beta2!.Value);
        set => (_defaults.beta1, _defaults.beta2) = value;
    }

    public override void add_param_group(Modules.ParamGroup param_group)
    {
        var options = (Options)(param_group.Options ??= new Options());
        options.LearningRate ??= _defaults.LearningRate;
        options.beta1 ??= _defaults.beta1;
        options.beta2 ??= _defaults.beta2;
        options.eps ??= _defaults.eps;
        options.weight_decay ??= _defaults.weight_decay;
        options.amsgrad ??= _defaults.amsgrad;
        options.maximize ??= _defaults.maximize;
        options.InitialLearningRate = options.LearningRate!.Value;
        param_group.Parameters = param_group.Parameters.ToList();
        _groups.Add(param_group);
        foreach (var parameter in param_group.Parameters)
        {
            var state = new State(parameter);
            state.Initialize(options);
            _states[parameter] = state;
        }
    }

    public override Tensor step(Func<Tensor>? closure = null) => RunStep(Update, closure);

    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        if (!disposing)
            return;
        foreach (var state in _states.Values)
            ((State)state).Dispose();
    }

    private static void Require(bool valid, string name, double value)
    {
        if (!valid)
            throw new ArgumentException($"Invalid {name}: {value}");
    }

    private void Update(Modules.ParamGroup group)
    {
        var options = (Options)group.Options!;
        var batch = new Batch([], [], []);
        long batchStep = 0, elements = 0;
        foreach (var parameter in group.Parameters)
        {
            if (parameter.grad is not { } grad)
                continue;
            var state = (State)_states[parameter];
            state.step++;
            var size = parameter.numel();
            if (batch.States.Count > 0 && (state.step != batchStep || elements + size > MostElementsTogether))
            {
                Update(batchStep, batch, options);
                batch = new Batch([], [], []);
                elements = 0;
            }
            batchStep = state.step;
            elements += size;
            batch.Parameters.Add(parameter);
            batch.Grads.Add(grad);
            batch.States.Add(state);
        }
        if (batch.States.Count > 0)
            Update(batchStep, batch, options);
    }

    private static void Update(long step, Batch batch, Options options)
    {
        Tensor[] parameters = [.. batch.Parameters];
        Tensor[] grads = [.. batch.Grads];
        var states = batch.States;
        var beta1 = options.beta1!.Value;
        var beta2 = options.beta2!.Value;
        var averages = states.ConvertAll(s => s.exp_avg).ToArray();
        var squares = states.ConvertAll(s => s.exp_avg_sq).ToArray();
        if (options.maximize!.Value)
            grads = Aten.ForeachNeg.CallList(grads);
        if (options.weight_decay!.Value is var decay and not 0)
            grads = Aten.ForeachAddList.CallList(grads, parameters, decay);

        Aten.ForeachMulInPlaceScalar.Run(averages, beta1);
        Aten.ForeachAddInPlaceList.Run(averages, grads, 1 - beta1);
        Aten.ForeachMulInPlaceScalar.Run(squares, beta2);
        Aten.ForeachAddcmulInPlaceScalar.Run(squares, grads, grads, 1 - beta2);

        var under = squares;
        if (options.amsgrad!.Value)
        {
            foreach (var state in states)
            {
                var previous = state.max_exp_avg_sq!;
                state.max_exp_avg_sq = previous.maximum(state.exp_avg_sq).DetachFromDisposeScope();
                previous.Dispose();
            }
            under = states.ConvertAll(s => s.max_exp_avg_sq!).ToArray();
        }
        var denominators = Aten.ForeachSqrt.CallList(under);
        Aten.ForeachDivInPlaceScalar.Run(denominators, Math.Sqrt(1 - Math.Pow(beta2, step)));
        Aten.ForeachAddInPlaceScalar.Run(denominators, options.eps!.Value);
        Aten.ForeachAddcdivInPlaceScalar.Run(
            parameters, averages, denominators, -(options.LearningRate!.Value / (1 - Math.Pow(beta1, step))));
    }

    private sealed record Batch(List<Tensor> Parameters, List<Tensor> Grads, List<State> States);

    /// <summary>The running averages of one parameter's gradient and of its square.</summary>
    public sealed class State : OptimizerState, IDisposable
    {
        public long step;
        public Tensor exp_avg = null!;
        public Tensor exp_avg_sq = null!;
        public Tensor? max_exp_avg_sq;

        public State(Parameter parameter)
            : base(parameter)
        {
        }

        public override void Initialize(OptimizerOptions options)
        {
            Dispose();
            step = 0;
            exp_avg = zeros_like(_parameter).DetachFromDisposeScope();
            exp_avg_sq = zeros_like(_parameter).DetachFromDisposeScope();
            max_exp_avg_sq = ((Options)options).amsgrad!.Value ? zeros_like(_parameter).DetachFromDisposeScope() : null;
        }

        public override void SaveStateDict(BinaryWriter writer)
        {
            writer.Write(step);
            exp_avg.Save(writer);
            exp_avg_sq.Save(writer);
            SaveOptional(writer, max_exp_avg_sq);
        }

        public override void LoadStateDict(BinaryReader reader)
        {
            step = reader.ReadInt64();
            exp_avg.Load(reader);
            exp_avg_sq.Load(reader);
            max_exp_avg_sq = LoadOptional(reader, max_exp_avg_sq);
        }

        public override void LoadStateDict(OptimizerState source)
        {
            var other = Same<State>(source);
            Dispose();
            step = other.step;
            exp_avg = Copy(other.exp_avg)!;
            exp_avg_sq = Copy(other.exp_avg_sq)!;
            max_exp_avg_sq = Copy(other.max_exp_avg_sq);
        }

        public override bool ApproximatelyEquals(OptimizerState other) =>
            other is State state && step == state.step && exp_avg.allclose(state.exp_avg) && exp_avg_sq.allclose(state.exp_avg_sq)
            && (max_exp_avg_sq is null || max_exp_avg_sq.allclose(state.max_exp_avg_sq));

        public void Dispose()
        {
            exp_avg?.Dispose();
            exp_avg_sq?.Dispose();
            max_exp_avg_sq?.Dispose();
        }
    }

    /// <summary>The settings of one group.</summary>
    public class Options : OptimizerOptions
    {
        public double? beta1;
        public double? beta2;
        public double? weight_decay;
        public double? eps;
        public bool? amsgrad;
        public bool? maximize;

        public override void SaveStateDict(BinaryWriter writer)
        {
            base.SaveStateDict(writer);
            writer.Write(beta1!.Value);
            writer.Write(beta2!.Value);
            writer.Write(eps!.Value);
            writer.Write(weight_decay!.Value);
            writer.Write(amsgrad!.Value);
            writer.Write(maximize!.Value);
        }

        public override void LoadStateDict(BinaryReader reader)
        {
            base.LoadStateDict(reader);
            beta1 = reader.ReadDouble();
            beta2 = reader.ReadDouble();
            eps = reader.ReadDouble();
            weight_decay = reader.ReadDouble();
            amsgrad = reader.ReadBoolean();
            maximize = reader.ReadBoolean();
        }

        public override void LoadStateDict(OptimizerOptions source)
        {
            base.LoadStateDict(source);
            var other = (Options)source;
            (beta1, beta2, weight_decay) = (other.beta1, other.beta2, other.weight_decay);
            (eps, amsgrad, maximize) = (other.eps, other.amsgrad, other.maximize);
        }
    }

    /// <summary>Parameters with settings of their own.</summary>
    public class ParamGroup : ParamGroup<Options>, IBetas
    {
        public ParamGroup()
        {
        }

        public ParamGroup(IEnumerable<Parameter> parameters, Options options)
            : base(parameters, options)
        {
        }

        public ParamGroup(
            IEnumerable<Parameter> parameters, double lr = 0.001, double beta1 = 0.9, double beta2 = 0.999, double eps = 1e-08,
            double weight_decay = 0, bool amsgrad = false, bool maximize = false)
            : base(parameters, new Options
            {
                LearningRate = lr,
                beta1 = beta1,
                beta2 = beta2,
                eps = eps,
                weight_decay = weight_decay,
                amsgrad = amsgrad,
                maximize = maximize,
            })
        {
        }

        public (double, double) Betas
        {
            get => (Options!.beta1!.Value, Options.beta2!.Value);
            set => (Options!.beta1, Options.beta2) = value;
        }
    }
}
