using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Transforms;

namespace GanCompression.MLNet;

/// <summary>
/// Saves and restores generators with ML.NET's public API alone. ML.NET keeps the registration of loadable transformers
/// internal; therefore a generator is saved as an equivalent chain of ML.NET's own transformers, which carries the model as
/// a constant text column. A process that loads the model gets that chain, which works as it is; <see cref="Restore"/> puts
/// the real transformer back, with its exact schema and its annotation.
/// </summary>
internal static class LoweredGenerator
{
    private const int StateStep = 2;
    private const int ApplyStep = 3;
    private const int Steps = 6;

    /// <summary>The equivalent chain.</summary>
    public static ICanSaveModel Lower(MLContext context, GeneratorApplyingTransformer transformer)
    {
        string state = new GeneratorState(transformer.InputColumnName, transformer.OutputColumnName, transformer.Model).ToText();
        var builder = new DataViewSchema.Builder();
        builder.AddColumn(transformer.InputColumnName, ImageTypes.AnySize);
        IDataView view = new SchemaOnlyDataView(builder.ToSchema());

        // Fitted one by one: an estimator chain would compare image types by reference and refuse them.
        var steps = new List<ITransformer>(Steps);
        Add(context.Transforms.CopyColumns(LoweredColumns.Source, transformer.InputColumnName));
        Add(context.Transforms.CustomMapping<LoweredNothing, LoweredKey>(LoweredKeyFactory.Map, LoweredColumns.KeyContract));
        Add(context.Transforms.Conversion.MapValue<int, string>(LoweredColumns.State, new[] { KeyValuePair.Create(LoweredKey.Only, state) }, LoweredColumns.Key));
        Add(context.Transforms.CustomMapping<LoweredSource, LoweredResult>(new LoweredApplyFactory.Application().Map, LoweredColumns.ApplyContract));
        Add(context.Transforms.CopyColumns(transformer.OutputColumnName, LoweredColumns.Result));
        Add(context.Transforms.DropColumns(LoweredColumns.Source, LoweredColumns.Key, LoweredColumns.State, LoweredColumns.Result));
        return new TransformerChain<ITransformer>([.. steps]);

        void Add(IEstimator<ITransformer> estimator)
        {
            ITransformer step = estimator.Fit(view);
            view = step.Transform(view);
            steps.Add(step);
        }
    }

    /// <summary>A loaded model with every lowered generator, in nested chains too, replaced by the real transformer.</summary>
    public static ITransformer Restore(MLContext context, ITransformer model)
    {
        if (model is not IEnumerable<ITransformer> chain)
            return model;
        ITransformer[] steps = [.. chain];
        if (IsLowered(steps))
        {
            GeneratorState state = ReadState(context, steps);
            return new GeneratorApplyingTransformer(context, state.OutputColumnName, state.Model, state.InputColumnName);
        }

        ITransformer[] restored = [.. steps.Select(step => Restore(context, step))];
        return Enumerable.SequenceEqual(restored, steps) ? model : new TransformerChain<ITransformer>(restored, Scopes(model, steps));
    }

    private static bool IsLowered(ITransformer[] steps) =>
        steps.Length == Steps && steps[ApplyStep] is CustomMappingTransformer<LoweredSource, LoweredResult>;

    private static GeneratorState ReadState(MLContext context, ITransformer[] steps)
    {
        IDataView view = context.Data.LoadFromEnumerable(new[] { new LoweredKey { Key = LoweredKey.Only } });
        view = steps[StateStep].Transform(view);
        DataViewSchema.Column column = view.Schema[LoweredColumns.State];
        using DataViewRowCursor cursor = view.GetRowCursor([column]);
        ValueGetter<ReadOnlyMemory<char>> getter = cursor.GetGetter<ReadOnlyMemory<char>>(column);
        if (!cursor.MoveNext())
            throw new FormatException("The saved generator is damaged: it has no state.");
        ReadOnlyMemory<char> text = default;
        getter(ref text);
        return GeneratorState.Parse(text.Span);
    }

    // The scopes of a chain are not public, but the sub-chain of each scope is.
    private static TransformerScope[] Scopes(ITransformer model, ITransformer[] steps)
    {
        var scopes = new TransformerScope[steps.Length];
        if (model is not TransformerChain<ITransformer> chain)
        {
            Array.Fill(scopes, TransformerScope.Everything);
            return scopes;
        }

        foreach (TransformerScope scope in (ReadOnlySpan<TransformerScope>)[TransformerScope.Training, TransformerScope.Testing, TransformerScope.Scoring])
        {
            var members = new HashSet<ITransformer>(chain.GetModelFor(scope), ReferenceEqualityComparer.Instance);
            for (int i = 0; i < steps.Length; i++)
            {
                if (members.Contains(steps[i]))
                    scopes[i] |= scope;
            }
        }

        return scopes;
    }
}
