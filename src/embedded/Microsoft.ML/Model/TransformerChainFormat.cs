using Microsoft.ML.Data;

namespace Microsoft.ML.Model;

internal static class TransformerChainFormat
{
    public static void Save(ModelSaveContext ctx, ITransformer[] transformers, TransformerScope[] scopes)
    {
        ctx.SetKind(ModelKinds.Chain);
        ctx.Write(transformers.Length);
        for (int i = 0; i < transformers.Length; i++)
        {
            ctx.Write((int)scopes[i]);
            ctx.SaveModel(transformers[i], Folder(i));
        }
    }

    public static ITransformer Load(ModelReader reader)
    {
        int count = reader.ReadCount();
        var transformers = new List<ITransformer>();
        var scopes = new List<TransformerScope>();
        for (int i = 0; i < count; i++)
        {
            scopes.Add((TransformerScope)reader.ReadInt32());
            transformers.Add(reader.ReadModel(Folder(i)));
        }

        return new TransformerChain<ITransformer>(transformers, scopes);
    }

    private static string Folder(int index) => $"Transform_{index:000}";
}
