using System.Collections.Immutable;

namespace GanCompression.Training;

/// <summary>A node of the student and the node of the teacher that it is compared with.</summary>
/// <param name="Student">Name of the student's node.</param>
/// <param name="Teacher">Name of the teacher's node.</param>
internal readonly record struct FeaturePair(string Student, string Teacher)
{
    /// <summary>The pairs to compare: the given names, or those of the published method where none are given.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A network lacks a node, or the two differ in size there.</exception>
    public static ImmutableArray<FeaturePair> Choose(StudentOptions options, LayerGraph student, LayerGraph teacher, int height, int width)
    {
        ImmutableArray<FeaturePair> pairs = options.FeatureNodes is not { } names
            ? [.. Published(options, student).Zip(Published(options, teacher), (s, t) => new FeaturePair(s, t)).Distinct()]
            : [.. names.Select(name => new FeaturePair(name, name))];
        IReadOnlyDictionary<string, TensorShape> studentShapes = student.InferShapes(height, width);
        IReadOnlyDictionary<string, TensorShape> teacherShapes = teacher.InferShapes(height, width);
        foreach (FeaturePair pair in pairs)
        {
            TensorShape here = Find(options, studentShapes, student, pair.Student);
            TensorShape there = Find(options, teacherShapes, teacher, pair.Teacher);
            if (here.Height != there.Height || here.Width != there.Width)
            {
                throw new ArgumentOutOfRangeException(nameof(options), pair,
                    $"FeatureNodes must name nodes of the same height and width, but '{pair.Student}' of the student is {here} and '{pair.Teacher}' of the teacher is {there}. Choose other nodes.");
            }
        }

        return pairs;
    }

    // The input of the residual blocks, and their values after each third of them (GAN Compression, TPAMI 2022, §3.1).
    private static ImmutableArray<string> Published(StudentOptions options, LayerGraph graph)
    {
        LayerNode[] blocks = [.. graph.Nodes.Where(node => node.Layer is Add)];
        if (blocks.Length == 0)
        {
            throw new ArgumentOutOfRangeException(nameof(options), options.FeatureNodes,
                $"FeatureNodes must be set for '{graph.Architecture}', which has no residual blocks to choose from. Name nodes of both networks, or set DistillationWeight to 0.");
        }

        return [blocks[0].Inputs[0], .. Enumerable.Range(1, 3).Select(third => blocks[(blocks.Length * third + 2) / 3 - 1].Name)];
    }

    private static TensorShape Find(StudentOptions options, IReadOnlyDictionary<string, TensorShape> shapes, LayerGraph graph, string name) =>
        graph.HasNode(name)
            ? shapes[name]
            : throw new ArgumentOutOfRangeException(nameof(options), name, $"FeatureNodes names '{name}', but '{graph.Architecture}' has no such node. Choose among {string.Join(", ", graph.Nodes.Select(node => node.Name))}.");
}
