using Microsoft.ML.Data;
using Microsoft.ML.Model;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Transforms;

public sealed class ColumnSelectingTransformer : ITransformer
{
    private readonly string[] _names;
    private readonly bool _keep;
    private readonly bool _keepHidden;

    internal ColumnSelectingTransformer(string[] names, bool keep, bool keepHidden)
    {
        Errors.Check(names is { Length: > 0 }, "Neither keepColumns and dropColumns is set. Exactly one must be specified.");
        _names = names;
        _keep = keep;
        _keepHidden = keepHidden;
    }

    bool ITransformer.IsRowToRowMapper => true;

    public DataViewSchema GetOutputSchema(DataViewSchema inputSchema)
    {
        ArgumentNullException.ThrowIfNull(inputSchema);
        return Select(inputSchema, nameof(inputSchema)).OutputSchema;
    }

    public IDataView Transform(IDataView input)
    {
        ArgumentNullException.ThrowIfNull(input);
        return new SelectedColumnsDataView(input, Select(input.Schema, nameof(input)));
    }

    IRowToRowMapper ITransformer.GetRowToRowMapper(DataViewSchema inputSchema)
    {
        ArgumentNullException.ThrowIfNull(inputSchema);
        return new SelectedColumnsDataView(new EmptyDataView(inputSchema), Select(inputSchema, nameof(inputSchema)));
    }

    void ICanSaveModel.Save(ModelSaveContext ctx)
    {
        ctx.SetKind(ModelKinds.SelectColumns);
        ctx.Write(_keep);
        ctx.Write(_keepHidden);
        ctx.Write(_names.Length);
        foreach (string name in _names)
        {
            ctx.Write(name);
        }
    }

    internal static ITransformer Load(ModelReader reader)
    {
        bool keep = reader.ReadBoolean();
        bool keepHidden = reader.ReadBoolean();
        var names = new string[reader.ReadCount()];
        for (int i = 0; i < names.Length; i++)
        {
            names[i] = reader.ReadString();
        }

        return new ColumnSelectingTransformer(names, keep, keepHidden);
    }

    internal bool Keeps(string name) => _names.Contains(name) == _keep;

    internal void CheckColumns(IEnumerable<string> inputNames, string paramName)
    {
        string[] missing = _names.Except(inputNames).ToArray();
        if (missing.Length > 0)
        {
            throw Errors.ColumnNotFound(paramName, "input", string.Join(",", missing));
        }
    }

    private ColumnSelection Select(DataViewSchema schema, string paramName)
    {
        CheckColumns(schema.Select(column => column.Name), paramName);

        // Dropping keeps the order and the hidden columns of other names; selecting orders by the names given.
        IEnumerable<int> selected = !_keep
            ? schema.Where(column => !_names.Contains(column.Name)).Select(column => column.Index)
            : _names.SelectMany(name => schema.Where(column => column.Name == name && (_keepHidden || !column.IsHidden)).Select(column => column.Index));
        return new ColumnSelection(schema, selected.ToArray());
    }
}
