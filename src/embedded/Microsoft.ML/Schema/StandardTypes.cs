namespace Microsoft.ML.Data;

/// <summary>The types of values that data views know without registration.</summary>
internal static class StandardTypes
{
    private static readonly Dictionary<Type, PrimitiveDataViewType> s_types = new PrimitiveDataViewType[]
    {
        NumberDataViewType.SByte, NumberDataViewType.Byte, NumberDataViewType.Int16, NumberDataViewType.UInt16, NumberDataViewType.Int32,
        NumberDataViewType.UInt32, NumberDataViewType.Int64, NumberDataViewType.UInt64, NumberDataViewType.Single, NumberDataViewType.Double,
        BooleanDataViewType.Instance, TextDataViewType.Instance, TimeSpanDataViewType.Instance, DateTimeDataViewType.Instance,
        DateTimeOffsetDataViewType.Instance, RowIdDataViewType.Instance,
    }.ToDictionary(type => type.RawType);

    public static bool TryGet(Type rawType, out PrimitiveDataViewType type) => s_types.TryGetValue(rawType, out type);

    public static PrimitiveDataViewType Get(Type rawType)
        => s_types.TryGetValue(rawType, out PrimitiveDataViewType type)
            ? type
            : throw new InvalidOperationException($"Type '{rawType.FullName}' is not one that data views know.");

    public static DataViewType ItemType(DataViewType type) => type is VectorDataViewType vector ? vector.ItemType : type;
}
