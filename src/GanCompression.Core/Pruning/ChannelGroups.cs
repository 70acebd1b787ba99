using System.Collections.Immutable;

namespace GanCompression;

/// <summary>
/// Which channels of a network must be kept or removed together, derived from its graph alone: the two sides of a sum share
/// their channels, layers that work channel by channel hand theirs on, every other convolution makes new ones.
/// </summary>
internal sealed class ChannelGroups
{
    private readonly Dictionary<string, ImmutableArray<int>> _ofValue = new(StringComparer.Ordinal);
    private readonly List<int> _parent = [];
    private readonly List<int> _width = [];
    private readonly HashSet<int> _fixed = [];

    /// <summary>Derives the groups of a graph.</summary>
    /// <exception cref="GraphException">The graph adds values whose channels were joined in different ways.</exception>
    public ChannelGroups(LayerGraph graph)
    {
        foreach (GraphInput input in graph.Inputs)
            _ofValue[input.Name] = [New(input.Channels, isFixed: true)];
        foreach (LayerNode node in graph.Nodes)
            _ofValue[node.Name] = Derive(graph, node);
        foreach (int group in _ofValue[graph.Output])
            _fixed.Add(group);
        _fixed = [.. _fixed.Select(Find)];
    }

    /// <summary>The groups whose channels a value has, in order: one, or several after a concatenation.</summary>
    public IEnumerable<int> Of(string value) => _ofValue[value].Select(Find);

    /// <summary>Number of channels of a group.</summary>
    public int WidthOf(int group) => _width[group];

    /// <summary>Whether the channels have a meaning outside the network, so that each must stay where it is.</summary>
    public bool IsFixed(int group) => _fixed.Contains(group);

    private ImmutableArray<int> Derive(LayerGraph graph, LayerNode node)
    {
        ImmutableArray<int> first = _ofValue[node.Inputs[0]];
        switch (node.Layer)
        {
            case Conv2d { Groups: > 1, IsDepthwise: false } conv:
                // Its groups of channels convolve among themselves: nothing can be taken out without breaking them.
                _fixed.UnionWith(first);
                return [New(conv.OutChannels, isFixed: true)];
            case Conv2d { IsDepthwise: false } conv:
                return [New(conv.OutChannels, isFixed: false)];
            case ConvTranspose2d conv:
                return [New(conv.OutChannels, isFixed: false)];
            case Concat:
                return [.. node.Inputs.SelectMany(input => _ofValue[input])];
            case Add:
                ImmutableArray<int> second = _ofValue[node.Inputs[1]];
                if (!first.Select(group => _width[Find(group)]).SequenceEqual(second.Select(group => _width[Find(group)])))
                    throw new GraphException($"Node '{node.Name}' of '{graph.Architecture}' adds values whose channels were concatenated in different ways; such a network cannot be pruned.");
                foreach ((int a, int b) in first.Zip(second))
                    _parent[Find(b)] = Find(a);
                return first;
            default:
                return first;
        }
    }

    private int New(int width, bool isFixed)
    {
        int group = _parent.Count;
        _parent.Add(group);
        _width.Add(width);
        if (isFixed)
            _fixed.Add(group);
        return group;
    }

    private int Find(int group)
    {
        while (_parent[group] != group)
            group = _parent[group] = _parent[_parent[group]];
        return group;
    }
}
