using Microsoft.ML;
using Microsoft.ML.Data;

namespace GanCompression.MLNet;

/// <summary>Maps input rows to rows with one more column, the last: the generated image.</summary>
internal sealed class GeneratedColumnMapper : IRowToRowMapper
{
    private readonly int _inputColumn;

    public GeneratedColumnMapper(GeneratorApplyingTransformer transformer, DataViewSchema inputSchema)
    {
        Transformer = transformer;
        InputSchema = inputSchema;
        OutputSchema = transformer.GetOutputSchema(inputSchema);
        _inputColumn = inputSchema[transformer.InputColumnName].Index;
    }

    public GeneratorApplyingTransformer Transformer { get; }

    /// <inheritdoc/>
    public DataViewSchema InputSchema { get; }

    /// <inheritdoc/>
    public DataViewSchema OutputSchema { get; }

    public DataViewSchema.Column SourceColumn => InputSchema[_inputColumn];

    public int GeneratedColumn => InputSchema.Count;

    /// <inheritdoc/>
    public IEnumerable<DataViewSchema.Column> GetDependencies(IEnumerable<DataViewSchema.Column> dependingColumns)
    {
        bool[] active = ActiveColumns.Of(OutputSchema, dependingColumns);
        for (int i = 0; i < InputSchema.Count; i++)
        {
            if (active[i] || (i == _inputColumn && active[GeneratedColumn]))
                yield return InputSchema[i];
        }
    }

    /// <inheritdoc/>
    public DataViewRow GetRow(DataViewRow input, IEnumerable<DataViewSchema.Column> activeColumns)
    {
        ArgumentNullException.ThrowIfNull(input);
        return new GeneratedRow(this, input, ActiveColumns.Of(OutputSchema, activeColumns));
    }
}
