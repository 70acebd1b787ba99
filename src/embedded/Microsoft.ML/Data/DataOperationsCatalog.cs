using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace Microsoft.ML;

public sealed class DataOperationsCatalog
{
    private readonly Host _environment;

    internal DataOperationsCatalog(Host environment)
    {
        _environment = environment;
    }

    public IDataView LoadFromEnumerable<TRow>(IEnumerable<TRow> data, SchemaDefinition schemaDefinition = null)
        where TRow : class
    {
        ArgumentNullException.ThrowIfNull(data);
        return new EnumerableDataView<TRow>(data, schemaDefinition);
    }

    public IDataView LoadFromEnumerable<TRow>(IEnumerable<TRow> data, DataViewSchema schema)
        where TRow : class
    {
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(schema);
        return new EnumerableDataView<TRow>(data, DefinitionFromSchema(typeof(TRow), schema));
    }

    public IEnumerable<TRow> CreateEnumerable<TRow>(IDataView data, bool reuseRowObject, bool ignoreMissingColumns = false, SchemaDefinition schemaDefinition = null)
        where TRow : class, new()
    {
        ArgumentNullException.ThrowIfNull(data);
        return Enumerate(data, new ObjectFiller<TRow>(data.Schema, ignoreMissingColumns, schemaDefinition), reuseRowObject);
    }

    public IDataView SkipRows(IDataView input, long count)
    {
        ArgumentNullException.ThrowIfNull(input);
        Errors.CheckParam(count > 0, nameof(count), "Must be greater than zero.");
        return new SkipTakeDataView(input, count, long.MaxValue);
    }

    public IDataView TakeRows(IDataView input, long count)
    {
        ArgumentNullException.ThrowIfNull(input);
        Errors.CheckParam(count > 0, nameof(count), "Must be greater than zero.");
        return new SkipTakeDataView(input, 0, count);
    }

    public IDataView Cache(IDataView input, params string[] columnsToPrefetch)
    {
        ArgumentNullException.ThrowIfNull(input);
        return new CacheDataView(input, columnsToPrefetch);
    }

    public IDataView ShuffleRows(IDataView input, int? seed = null, int shufflePoolSize = 1000, bool shuffleSource = true)
    {
        ArgumentNullException.ThrowIfNull(input);
        Errors.CheckParam(shufflePoolSize > 0, nameof(shufflePoolSize), "Must be positive");
        return new ShuffledDataView(input, seed ?? _environment.Register("Shuffle").Rand.Next(), shufflePoolSize, shuffleSource);
    }

    public IDataView FilterRowsByColumn(IDataView input, string columnName, double lowerBound = double.NegativeInfinity, double upperBound = double.PositiveInfinity)
    {
        ArgumentNullException.ThrowIfNull(input);
        Errors.CheckNonEmpty(columnName, nameof(columnName));
        Errors.CheckParam(lowerBound < upperBound, nameof(upperBound), "Must be less than lowerBound");
        DataViewSchema.Column column = input.Schema[columnName];
        if (column.Type is not NumberDataViewType)
        {
            throw Errors.SchemaMismatch(nameof(columnName), "filter", columnName, "number", column.Type.ToString());
        }

        Errors.CheckParam(column.Type == NumberDataViewType.Single || column.Type == NumberDataViewType.Double, nameof(columnName), $"Column '{columnName}' does not have compatible type");
        bool Contains(double value) => lowerBound <= value && (value < upperBound || (double.IsPositiveInfinity(upperBound) && !double.IsNaN(value)));
        return new FilteredDataView(input, column, cursor =>
        {
            if (column.Type == NumberDataViewType.Double)
            {
                ValueGetter<double> wide = cursor.GetGetter<double>(column);
                double wideValue = 0;
                return () =>
                {
                    wide(ref wideValue);
                    return Contains(wideValue);
                };
            }

            ValueGetter<float> narrow = cursor.GetGetter<float>(column);
            float value = 0;
            return () =>
            {
                narrow(ref value);
                return Contains(value);
            };
        });
    }

    public TrainTestData TrainTestSplit(IDataView data, double testFraction = 0.1, string samplingKeyColumnName = null, int? seed = null)
    {
        ArgumentNullException.ThrowIfNull(data);
        Errors.CheckParam(testFraction > 0 && testFraction < 1, nameof(testFraction), "Must be between 0 and 1 exclusive");
        var splitter = new RowSplitter(data, samplingKeyColumnName, SplitSeed(seed));
        return new TrainTestData(splitter.Select(0, testFraction, complement: true), splitter.Select(0, testFraction, complement: false));
    }

    public IReadOnlyList<TrainTestData> CrossValidationSplit(IDataView data, int numberOfFolds = 5, string samplingKeyColumnName = null, int? seed = null)
    {
        ArgumentNullException.ThrowIfNull(data);
        Errors.CheckParam(numberOfFolds > 1, nameof(numberOfFolds), "Must be more than 1");
        var splitter = new RowSplitter(data, samplingKeyColumnName, SplitSeed(seed));
        return Enumerable.Range(0, numberOfFolds)
            .Select(fold => ((double)fold / numberOfFolds, (double)(fold + 1) / numberOfFolds))
            .Select(range => new TrainTestData(splitter.Select(range.Item1, range.Item2, complement: true), splitter.Select(range.Item1, range.Item2, complement: false)))
            .ToArray();
    }

    // As in ML.NET, without any seed splits are the same each time.
    private int SplitSeed(int? seed) => seed ?? _environment.Seed ?? 42;

    /// <summary>The definition of a row type whose columns have the types and annotations of a schema.</summary>
    internal static SchemaDefinition DefinitionFromSchema(Type rowType, DataViewSchema schema)
    {
        SchemaDefinition definition = SchemaDefinition.Create(rowType, SchemaDefinition.Direction.Read);
        foreach (DataViewSchema.Column column in schema)
        {
            SchemaDefinition.Column target = definition[column.Name] ?? throw new InvalidOperationException($"Type should contain a member named {column.Name}");
            target.ColumnType = column.Type;
            foreach (DataViewSchema.Column annotation in column.Annotations.Schema)
            {
                target.AnnotationValues[annotation.Name] = AnnotationValue.Read(annotation, column.Annotations);
            }
        }

        return definition;
    }

    private static IEnumerable<TRow> Enumerate<TRow>(IDataView data, ObjectFiller<TRow> filler, bool reuseRowObject)
        where TRow : class, new()
    {
        using DataViewRowCursor cursor = data.GetRowCursor(filler.Columns);
        Action<TRow> fill = filler.Bind(cursor);
        TRow row = null;
        while (cursor.MoveNext())
        {
            if (row == null || !reuseRowObject)
            {
                row = new TRow();
            }

            fill(row);
            yield return row;
        }
    }

    public struct TrainTestData
    {
        public readonly IDataView TrainSet;

        public readonly IDataView TestSet;

        internal TrainTestData(IDataView trainSet, IDataView testSet)
        {
            TrainSet = trainSet;
            TestSet = testSet;
        }
    }
}
