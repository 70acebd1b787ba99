using System.Collections.Concurrent;
using System.Linq.Expressions;
using System.Reflection;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Data;

/// <summary>A field or property of a user's row class, and the column it stands for.</summary>
internal sealed class RowMember
{
    private static readonly ConcurrentDictionary<(Type, MemberInfo), Delegate> s_readers = new();
    private static readonly ConcurrentDictionary<(Type, MemberInfo), Delegate> s_writers = new();

    private readonly MemberInfo _member;
    private readonly Dictionary<string, AnnotationValue> _annotations;

    private RowMember(MemberInfo member, string columnName, DataViewType columnType, Dictionary<string, AnnotationValue> annotations)
    {
        _member = member;
        ColumnName = columnName;
        ColumnType = columnType;
        _annotations = annotations;
    }

    public string ColumnName { get; }

    public DataViewType ColumnType { get; }

    public string Name => _member.Name;

    public Type Type => MemberType(_member);

    public bool CanRead => _member is FieldInfo || ((PropertyInfo)_member).GetGetMethod() != null;

    /// <summary>The members that a definition names, or all public ones of the direction.</summary>
    public static RowMember[] Bind(Type rowType, SchemaDefinition definition, SchemaDefinition.Direction direction)
    {
        definition ??= SchemaDefinition.Create(rowType, direction);
        return definition.Select(column => Bind(rowType, column)).ToArray();
    }

    public static IEnumerable<MemberInfo> Find(Type rowType, SchemaDefinition.Direction direction)
    {
        IEnumerable<MemberInfo> fields = rowType.GetFields(BindingFlags.Public | BindingFlags.Instance);
        IEnumerable<MemberInfo> properties = rowType.GetProperties(BindingFlags.Public | BindingFlags.Instance)
            .Where(p => p.GetIndexParameters().Length == 0
                && ((direction.HasFlag(SchemaDefinition.Direction.Read) && p.GetGetMethod() != null)
                    || (direction.HasFlag(SchemaDefinition.Direction.Write) && p.GetSetMethod() != null)));
        return fields.Concat(properties).Where(member => MemberType(member) != typeof(IChannel) && member.GetCustomAttribute<NoColumnAttribute>() == null);
    }

    public static DataViewType MapType(MemberInfo member, Attribute[] attributes, string paramName)
    {
        (bool isVector, Type itemType) = Shape(member.Name, MemberType(member), attributes);
        if (DataViewTypeManager.TryGet(itemType, attributes, out DataViewType registered))
        {
            return registered;
        }

        PrimitiveDataViewType primitive = StandardTypes.Get(itemType);
        KeyTypeAttribute key = attributes.OfType<KeyTypeAttribute>().FirstOrDefault();
        if (key != null)
        {
            if (!KeyDataViewType.IsValidDataType(itemType))
            {
                throw Errors.Param(paramName, $"Member {member.Name} marked with KeyType attribute, but does not appear to be a valid kind of data for a key type");
            }

            primitive = new KeyDataViewType(itemType, key.Count ?? KeyDataViewType.MaxCount(itemType));
        }

        VectorTypeAttribute vector = attributes.OfType<VectorTypeAttribute>().FirstOrDefault();
        if (vector != null && !isVector)
        {
            throw Errors.Param(paramName, $"Member {member.Name} marked with {nameof(VectorTypeAttribute)}, but does not appear to be a vector type");
        }

        return !isVector ? primitive
            : vector?.Dimensions is { Length: > 0 } dimensions ? new VectorDataViewType(primitive, dimensions)
            : new VectorDataViewType(primitive, 0);
    }

    /// <summary>Whether values of a member's type are vectors, and the type of their items in a data view.</summary>
    public static (bool IsVector, Type ItemType) Shape(string memberName, Type type, IEnumerable<Attribute> attributes)
    {
        bool isVector = type.IsArray || (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(VBuffer<>));
        Type itemType = !isVector ? type : type.IsArray ? type.GetElementType() : type.GetGenericArguments()[0];
        if (itemType == typeof(string))
        {
            itemType = typeof(ReadOnlyMemory<char>);
        }

        if (!StandardTypes.TryGet(itemType, out _) && !DataViewTypeManager.TryGet(itemType, attributes, out _))
        {
            throw Errors.Param("rawType", $"Could not determine an IDataView type and registered custom types for member {memberName}");
        }

        return (isVector, itemType);
    }

    public bool IsCompatibleWith(DataViewType columnType)
    {
        (bool isVector, Type itemType) = Shape(Name, Type, _member.GetCustomAttributes());
        return columnType is VectorDataViewType vector ? isVector && vector.ItemType.RawType == itemType : !isVector && columnType.RawType == itemType;
    }

    public DataViewSchema.DetachedColumn ToColumn()
    {
        var annotations = new DataViewSchema.Annotations.Builder();
        foreach (AnnotationValue value in _annotations.Values)
        {
            value.AddTo(annotations);
        }

        return new DataViewSchema.DetachedColumn(ColumnName, ColumnType, annotations.ToAnnotations());
    }

    /// <summary>A <see cref="Func{TRow, TValue}"/> that reads the member.</summary>
    public Delegate Reader(Type rowType) => s_readers.GetOrAdd((rowType, _member), key =>
    {
        ParameterExpression row = Expression.Parameter(key.Item1);
        return Expression.Lambda(typeof(Func<,>).MakeGenericType(key.Item1, MemberType(key.Item2)), Expression.MakeMemberAccess(row, key.Item2), row).Compile();
    });

    /// <summary>An <see cref="Action{TRow, TValue}"/> that writes the member.</summary>
    public Delegate Writer(Type rowType) => s_writers.GetOrAdd((rowType, _member), key =>
    {
        ParameterExpression row = Expression.Parameter(key.Item1);
        ParameterExpression value = Expression.Parameter(MemberType(key.Item2));
        Expression body = Expression.Assign(Expression.MakeMemberAccess(row, key.Item2), value);
        return Expression.Lambda(typeof(Action<,>).MakeGenericType(key.Item1, value.Type), body, row, value).Compile();
    });

    private static Type MemberType(MemberInfo member) => member is FieldInfo field ? field.FieldType : ((PropertyInfo)member).PropertyType;

    private static RowMember Bind(Type rowType, SchemaDefinition.Column column)
    {
        const string Definition = "userSchemaDefinition";
        MemberInfo member = (MemberInfo)rowType.GetField(column.MemberName) ?? rowType.GetProperty(column.MemberName);
        if (member == null)
        {
            throw Errors.Param(Definition, $"No field or property with name '{column.MemberName}' found in type '{rowType.FullName}'");
        }

        (bool isVector, Type itemType) = Shape(member.Name, MemberType(member), member.GetCustomAttributes());
        string name = string.IsNullOrEmpty(column.ColumnName) ? column.MemberName : column.ColumnName;
        DataViewType type = column.ColumnType;
        if (type == null)
        {
            PrimitiveDataViewType primitive = StandardTypes.Get(itemType);
            type = isVector ? new VectorDataViewType(primitive) : primitive;
        }
        else if (isVector != type is VectorDataViewType)
        {
            throw Errors.Param(Definition, $"Column '{name}' is supposed to be {(isVector ? "scalar" : "vector")}, but type of associated field '{column.MemberName}' is {(isVector ? "vector" : "scalar")}");
        }
        else if (StandardTypes.ItemType(type).RawType != itemType)
        {
            throw Errors.Param(Definition, $"Column '{name}' is supposed to have item type {StandardTypes.ItemType(type).RawType}, but associated field has type {itemType}");
        }

        return new RowMember(member, name, type, column.AnnotationValues);
    }
}
