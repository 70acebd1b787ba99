using System.Reflection;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Data;

public sealed class SchemaDefinition : List<SchemaDefinition.Column>
{
    private SchemaDefinition()
    {
    }

    [Flags]
    public enum Direction
    {
        Read = 1,
        Write = 2,
        Both = Read | Write,
    }

    public Column this[string columnName]
    {
        get => Find(column => column.ColumnName == columnName);
        set
        {
            ArgumentNullException.ThrowIfNull(value);
            if (value.ColumnName != columnName)
            {
                throw Errors.Param(nameof(columnName), $"The column name is specified as '{value.ColumnName}' but must match the selector '{columnName}'.");
            }

            int index = FindIndex(column => column.ColumnName == columnName);
            if (index >= 0)
            {
                this[index] = value;
            }
            else
            {
                Add(value);
            }
        }
    }

    public static SchemaDefinition Create(Type userType, Direction direction = Direction.Both)
    {
        ArgumentNullException.ThrowIfNull(userType);
        var definition = new SchemaDefinition();
        var names = new HashSet<string>();
        foreach (MemberInfo member in RowMember.Find(userType, direction))
        {
            Attribute[] attributes = member.GetCustomAttributes().ToArray();
            DataViewTypeAttribute[] typeAttributes = attributes.OfType<DataViewTypeAttribute>().ToArray();
            if (typeAttributes.Length > 1)
            {
                throw Errors.Param(nameof(userType), $"Member {member.Name} cannot be marked with multiple attributes, {string.Join(", ", typeAttributes.Select(a => a.GetType().Name))}, derived from {typeof(DataViewTypeAttribute)}.");
            }

            foreach (DataViewTypeAttribute attribute in typeAttributes)
            {
                attribute.Register();
            }

            string name = member.GetCustomAttribute<ColumnNameAttribute>()?.Name ?? member.Name;
            if (!names.Add(name))
            {
                throw Errors.Param(nameof(userType), $"Duplicate column name '{name}' detected, this is disallowed");
            }

            definition.Add(new Column(member.Name, RowMember.MapType(member, attributes, nameof(userType)), name));
        }

        return definition;
    }

    public sealed class Column
    {
        internal Column(string memberName, DataViewType columnType, string columnName)
        {
            MemberName = memberName;
            ColumnName = columnName;
            ColumnType = columnType;
        }

        public string MemberName { get; }

        public string ColumnName { get; set; }

        public DataViewType ColumnType { get; set; }

        public DataViewSchema.Annotations Annotations
        {
            get
            {
                var builder = new DataViewSchema.Annotations.Builder();
                foreach (AnnotationValue value in AnnotationValues.Values)
                {
                    value.AddTo(builder);
                }

                return builder.ToAnnotations();
            }
        }

        internal Dictionary<string, AnnotationValue> AnnotationValues { get; } = [];

        public void AddAnnotation<T>(string kind, T value, DataViewType annotationType)
        {
            ArgumentNullException.ThrowIfNull(kind);
            ArgumentNullException.ThrowIfNull(annotationType);
            if (AnnotationValues.ContainsKey(kind))
            {
                throw new InvalidOperationException("Column already contains an annotation of this kind.");
            }

            AnnotationValues[kind] = AnnotationValue.Create(kind, value, annotationType);
        }
    }
}
