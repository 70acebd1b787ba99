using Microsoft.ML.Data;
using Microsoft.ML.Model;

namespace Microsoft.ML.Transforms;

public class ValueMappingTransformer : OneToOneTransformerBase
{
    internal ValueMappingTransformer(ValueMap map, string outputColumnName, string inputColumnName)
        : base(outputColumnName, inputColumnName)
    {
        Map = map;
    }

    internal ValueMap Map { get; }

    internal static ITransformer Load(ModelReader reader)
    {
        string output = reader.ReadString();
        string input = reader.ReadString();
        return new ValueMappingTransformer(ValueMap.Load(reader), output, input);
    }

    private protected override void SaveModel(ModelSaveContext ctx)
    {
        ctx.SetKind(ModelKinds.MapValue);
        ctx.Write(OutputColumnName);
        ctx.Write(InputColumnName);
        Map.Save(ctx);
    }

    private protected override void CheckInput(DataViewSchema.Column input)
    {
        if (!StandardTypes.ItemType(input.Type).Equals(Map.KeyType))
        {
            throw Mismatch(Map.KeyType.ToString(), input.Type.ToString());
        }
    }

    private protected override DataViewSchema.DetachedColumn MakeOutput(DataViewSchema.Column input)
        => new(OutputColumnName, input.Type is VectorDataViewType vector ? new VectorDataViewType(Map.ValueType, vector.Dimensions) : Map.ValueType);

    private protected override Delegate MakeGetter(DataViewRow row, DataViewSchema.Column input, out Action disposer)
    {
        disposer = null;
        return Map.MakeGetter(row, input);
    }
}
