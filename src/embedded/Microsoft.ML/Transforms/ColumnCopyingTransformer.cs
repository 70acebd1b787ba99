using Microsoft.ML.Data;
using Microsoft.ML.Model;

namespace Microsoft.ML.Transforms;

public sealed class ColumnCopyingTransformer : OneToOneTransformerBase
{
    internal ColumnCopyingTransformer(string outputColumnName, string inputColumnName)
        : base(outputColumnName, inputColumnName)
    {
    }

    internal static ITransformer Load(ModelReader reader) => new ColumnCopyingTransformer(reader.ReadString(), reader.ReadString());

    private protected override void SaveModel(ModelSaveContext ctx)
    {
        ctx.SetKind(ModelKinds.CopyColumns);
        ctx.Write(OutputColumnName);
        ctx.Write(InputColumnName);
    }

    private protected override DataViewSchema.DetachedColumn MakeOutput(DataViewSchema.Column input) => new(OutputColumnName, input.Type, input.Annotations);

    private protected override Delegate MakeGetter(DataViewRow row, DataViewSchema.Column input, out Action disposer)
    {
        disposer = null;
        return (Delegate)GenericCall.Static(typeof(ColumnCopyingTransformer), nameof(Getter), input.Type.RawType, row, input);
    }

    private static ValueGetter<T> Getter<T>(DataViewRow row, DataViewSchema.Column column) => row.GetGetter<T>(column);
}
