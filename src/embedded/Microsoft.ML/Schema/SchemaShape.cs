using System.Collections;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace Microsoft.ML;

public sealed class SchemaShape : IReadOnlyList<SchemaShape.Column>
{
    private static readonly SchemaShape s_empty = new([]);

    private readonly Column[] _columns;

    public SchemaShape(IEnumerable<Column> columns)
    {
        ArgumentNullException.ThrowIfNull(columns);
        _columns = columns.ToArray();
        Errors.CheckParam(_columns.All(column => column.IsValid), nameof(columns), "Some items are not initialized properly.");
    }

    public int Count => _columns.Length;

    public Column this[int index] => _columns[index];

    public IEnumerator<Column> GetEnumerator() => ((IEnumerable<Column>)_columns).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    internal static SchemaShape Create(DataViewSchema schema)
        => new(schema.Where(column => !column.IsHidden)
            .Select(column => Column.Create(
                column.Name,
                column.Type,
                column.Annotations.Schema.Count == 0 ? s_empty : new SchemaShape(column.Annotations.Schema.Select(a => Column.Create(a.Name, a.Type, s_empty))))));

    internal bool TryFindColumn(string name, out Column column)
    {
        column = Array.Find(_columns, candidate => candidate.Name == name);
        return column.IsValid;
    }

    /// <summary>The column of a name, or the error that callers of ML.NET know.</summary>
    internal Column FindInput(string name, string paramName = "inputSchema")
        => TryFindColumn(name, out Column column) ? column : throw Errors.ColumnNotFound(paramName, "input", name);

    /// <summary>This shape with columns put in place of those of the same name, or after the others.</summary>
    internal SchemaShape With(params IEnumerable<Column> columns)
    {
        Dictionary<string, Column> result = _columns.ToDictionary(column => column.Name);
        foreach (Column column in columns)
        {
            result[column.Name] = column;
        }

        return new SchemaShape(result.Values);
    }

    public struct Column
    {
        public readonly string Name;

        public readonly VectorKind Kind;

        public readonly DataViewType ItemType;

        public readonly bool IsKey;

        public readonly SchemaShape Annotations;

        internal Column(string name, VectorKind vecKind, DataViewType itemType, bool isKey, SchemaShape annotations = null)
        {
            Errors.CheckNonEmpty(name, nameof(name));
            Errors.CheckParam(itemType is not KeyDataViewType, nameof(itemType), "Item type cannot be a key");
            Errors.CheckParam(itemType is not VectorDataViewType, nameof(itemType), "Item type cannot be a vector");
            Errors.CheckParam(!isKey || KeyDataViewType.IsValidDataType(itemType.RawType), nameof(itemType), "The item type must be valid for a key");
            Name = name;
            Kind = vecKind;
            ItemType = itemType;
            IsKey = isKey;
            Annotations = annotations ?? s_empty;
        }

        public enum VectorKind
        {
            Scalar = 0,
            Vector = 1,
            VariableVector = 2,
        }

        internal readonly bool IsValid => Name != null;

        internal static Column Create(string name, DataViewType type, SchemaShape annotations)
        {
            VectorKind kind = type is not VectorDataViewType vector ? VectorKind.Scalar : vector.IsKnownSize ? VectorKind.Vector : VectorKind.VariableVector;
            DataViewType itemType = StandardTypes.ItemType(type);
            bool isKey = itemType is KeyDataViewType;
            return new Column(name, kind, isKey ? StandardTypes.Get(itemType.RawType) : itemType, isKey, annotations);
        }

        internal readonly string GetTypeString()
        {
            string item = IsKey ? $"Key<{ItemType}>" : ItemType.ToString();
            return Kind switch
            {
                VectorKind.Vector => $"Vector<{item}>",
                VectorKind.VariableVector => $"VarVector<{item}>",
                _ => item,
            };
        }
    }
}
