using GanCompression.Runtime;

namespace GanCompression.Training;

/// <summary>Sub-networks of a supernet, compiled when first used and kept as long as memory allows, those used last the longest. Thread-safe.</summary>
internal sealed class CompiledPlans(GeneratorModel supernet, Func<ChannelPlan, LayerGraph> graphOf, int height, int width, long maxBytes = CompiledPlans.DefaultMaxBytes)
{
    public const long DefaultMaxBytes = 512L << 20;

    private readonly Lock _lock = new();
    private readonly Dictionary<ChannelPlan, LinkedListNode<Entry>> _entries = [];
    private readonly LinkedList<Entry> _order = [];
    private long _bytes;
    private int _compilations;

    /// <summary>How often a network was compiled.</summary>
    public int Compilations => _compilations;

    /// <summary>Lends the network of a plan: nobody else has it meanwhile.</summary>
    public T Use<T>(ChannelPlan plan, Func<CompiledNetwork, T> use)
    {
        Entry entry = Take(plan) ?? Compile(plan);
        T result = use(entry.Network);
        Put(entry);
        return result;
    }

    private Entry? Take(ChannelPlan plan)
    {
        lock (_lock)
        {
            if (!_entries.Remove(plan, out LinkedListNode<Entry>? node))
                return null;
            _order.Remove(node);
            _bytes -= node.Value.Bytes;
            return node.Value;
        }
    }

    private Entry Compile(ChannelPlan plan)
    {
        LayerGraph graph = graphOf(plan);
        WeightTable weights = ChannelPruning.LeadingSlices(supernet.Generator, graph);
        CompiledNetwork network = CompiledNetwork.Compile(new Network(graph, weights), height, width);
        _ = Interlocked.Increment(ref _compilations);
        return new Entry(plan, network, network.WorkingBytes + weights.Values.Sum(weight => (long)weight.Bytes.Length));
    }

    private void Put(Entry entry)
    {
        lock (_lock)
        {
            if (_entries.ContainsKey(entry.Plan))
                return;
            _entries.Add(entry.Plan, _order.AddLast(entry));
            _bytes += entry.Bytes;
            while (_bytes > maxBytes)
            {
                Entry oldest = _order.First!.Value;
                _order.RemoveFirst();
                _ = _entries.Remove(oldest.Plan);
                _bytes -= oldest.Bytes;
            }
        }
    }

    private sealed record Entry(ChannelPlan Plan, CompiledNetwork Network, long Bytes);
}
