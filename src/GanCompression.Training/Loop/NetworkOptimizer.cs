using System.Runtime.InteropServices;
using TorchSharp;
using TorchSharp.Modules;
using Parameter = TorchSharp.Modules.Parameter;

namespace GanCompression.Training;

/// <summary>Adam over named weights, with a state that can be stored and brought back exactly.</summary>
internal sealed class NetworkOptimizer : IDisposable
{
    private readonly List<KeyValuePair<string, Parameter>> _parameters;
    private readonly Adam _adam;

    public NetworkOptimizer(string name, IEnumerable<KeyValuePair<string, Parameter>> parameters, TrainingOptions options)
    {
        Name = name;
        _parameters = [.. parameters];
        _adam = torch.optim.Adam(_parameters.Select(entry => entry.Value), options.LearningRate, options.Beta1, options.Beta2);
    }

    /// <summary>Name in checkpoints.</summary>
    public string Name { get; }

    public double LearningRate
    {
        set
        {
            foreach (torch.optim.ILearningRateController group in _adam.ParamGroups)
                group.LearningRate = value;
        }
    }

    public void ZeroGradients() => _adam.zero_grad();

    public void Step() => _adam.step()?.Dispose();

    /// <summary>The state as tensors: both running means of every weight, and the number of steps each has made.</summary>
    public IEnumerable<KeyValuePair<string, WeightTensor>> ExportState()
    {
        Adam.State[] states = States();
        var steps = new long[_parameters.Count];
        for (int i = 0; i < steps.Length; i++)
        {
            Adam.State state = states[i];
            steps[i] = state.step;
            yield return new(MeanName(i), state.exp_avg.ToWeightTensor());
            yield return new(SquareName(i), state.exp_avg_sq.ToWeightTensor());
        }

        yield return new(StepsName, WeightTensor.FromBytes(ElementType.Int64, MemoryMarshal.AsBytes<long>(steps), steps.Length));
    }

    /// <summary>Brings back what <see cref="ExportState"/> gave.</summary>
    public void ImportState(IReadOnlyDictionary<string, WeightTensor> state)
    {
        ReadOnlySpan<long> steps = MemoryMarshal.Cast<byte, long>(state[StepsName].Bytes);
        Adam.State[] states = States();
        for (int i = 0; i < states.Length; i++)
        {
            Adam.State target = states[i];
            target.exp_avg.Overwrite(state[MeanName(i)], MeanName(i));
            target.exp_avg_sq.Overwrite(state[SquareName(i)], SquareName(i));
            target.step = steps[i];
        }
    }

    public void Dispose() => _adam.Dispose();

    private string StepsName => $"{Name}/steps";

    private string MeanName(int index) => $"{Name}/{_parameters[index].Key}/exp_avg";

    private string SquareName(int index) => $"{Name}/{_parameters[index].Key}/exp_avg_sq";

    // The state dictionary refers to the optimiser's own tensors.
    private Adam.State[] States() => [.. _adam.state_dict().State.Cast<Adam.State>()];
}
