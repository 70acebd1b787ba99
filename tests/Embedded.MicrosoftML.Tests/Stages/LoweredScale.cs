using System.Globalization;
using Microsoft.ML.Transforms;

namespace Embedded.MicrosoftML.Tests.Stages;

/// <summary>The same as a <see cref="ScaleTransformer"/> from ML.NET's own transformers, which can be saved: the state travels as a constant text.</summary>
internal static class LoweredScale
{
    private const string KeyName = "__test_key";
    private const string StateName = "__test_state";

    public static ITransformer Make(ScaleModel model)
    {
        var ml = new MLContext();
        IDataView sample = ml.Data.LoadFromEnumerable(new[] { new Sample { Z = new float[3] } });
        string state = $"{model.Name}|{model.Scale.ToString(CultureInfo.InvariantCulture)}";
        return ml.Transforms.CustomMapping<Nothing, Keyed>(KeyFactory.Map, KeyFactory.Contract)
            .Append(ml.Transforms.Conversion.MapValue(StateName, [KeyValuePair.Create(1, state)], KeyName))
            .Append(ml.Transforms.CustomMapping<Source, Target>(ApplyFactory.Map, ApplyFactory.Contract))
            .Append(ml.Transforms.DropColumns(KeyName, StateName))
            .Fit(sample);
    }

    /// <summary>Puts the real transformers back into a loaded chain.</summary>
    public static ITransformer Rehydrate(ITransformer loaded)
    {
        if (loaded is not IEnumerable<ITransformer> chain)
        {
            return loaded;
        }

        ITransformer[] stages = chain.ToArray();
        if (stages.Length == 4 && stages[2] is CustomMappingTransformer<Source, Target>)
        {
            IDataView sample = new MLContext().Data.LoadFromEnumerable(new[] { new Sample { Z = new float[3] } });
            string[] state = stages[1].Transform(stages[0].Transform(sample)).GetColumn<string>(StateName).Single().Split('|');
            return new ScaleTransformer(new ScaleModel(state[0], float.Parse(state[1], CultureInfo.InvariantCulture)));
        }

        return new TransformerChain<ITransformer>(stages.Select(Rehydrate).ToArray());
    }

    public sealed class Nothing
    {
    }

    public sealed class Keyed
    {
        [ColumnName(KeyName)]
        public int Key { get; set; }
    }

    public sealed class Source
    {
        public VBuffer<float> Z { get; set; }

        [ColumnName(StateName)]
        public ReadOnlyMemory<char> State { get; set; }
    }

    public sealed class Target
    {
        public VBuffer<float> Generated { get; set; }
    }

    [CustomMappingFactoryAttribute(Contract)]
    public sealed class KeyFactory : CustomMappingFactory<Nothing, Keyed>
    {
        public const string Contract = "Embedded.MicrosoftML.Tests.Stages.Key";

        public static void Map(Nothing source, Keyed target) => target.Key = 1;

        public override Action<Nothing, Keyed> GetMapping() => Map;
    }

    [CustomMappingFactoryAttribute(Contract)]
    public sealed class ApplyFactory : CustomMappingFactory<Source, Target>
    {
        public const string Contract = "Embedded.MicrosoftML.Tests.Stages.Apply";

        public static void Map(Source source, Target target)
        {
            float scale = float.Parse(source.State.ToString().Split('|')[1], CultureInfo.InvariantCulture);
            target.Generated = new VBuffer<float>(source.Z.Length, source.Z.DenseValues().Select(value => value * scale).ToArray());
        }

        public override Action<Source, Target> GetMapping() => Map;
    }

    private sealed class Sample
    {
        [VectorType(3)]
        public float[]? Z { get; set; }
    }
}
